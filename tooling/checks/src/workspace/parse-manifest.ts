/** The parts of a `package.json` the checks look at. What is absent or of another type reads as empty. */
export interface Manifest {
  readonly name: string;
  readonly private: boolean;
  readonly dependencies: readonly string[];
  readonly devDependencies: readonly string[];
  readonly peerDependencies: readonly string[];
  readonly optionalDependencies: readonly string[];
  /** Entry point (`.`, `./credentials`) to its conditions. */
  readonly exports: Readonly<Record<string, EntryPoint>>;
  /** The files of its commands. */
  readonly bin: readonly string[];
  /** The whole file, for the check of its shape. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** One entry point: condition to file, in the order written. */
export type EntryPoint = Readonly<Record<string, unknown>>;

/** Reads a parsed `package.json`. */
export function parseManifest(value: unknown): Manifest {
  const fields = asRecord(value);
  const namesOf = (field: string): readonly string[] => Object.keys(asRecord(fields[field]));
  return {
    name: typeof fields["name"] === "string" ? fields["name"] : "",
    private: fields["private"] === true,
    dependencies: namesOf("dependencies"),
    devDependencies: namesOf("devDependencies"),
    peerDependencies: namesOf("peerDependencies"),
    optionalDependencies: namesOf("optionalDependencies"),
    exports: Object.fromEntries(
      Object.entries(asRecord(fields["exports"])).map(([entry, target]) => [
        entry,
        typeof target === "string" ? { default: target } : asRecord(target),
      ]),
    ),
    bin: Object.values(asRecord(fields["bin"])).filter((path) => typeof path === "string"),
    fields,
  };
}

/** An object as a record; anything else as an empty one. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
