/** An entry point of a package: its source, and where its build lies, both relative to the package's folder. */
export interface EntryPoint {
  readonly source: string;
  readonly built: string;
}

/** The entry points that a `package.json` exports, or names in `imports` for the package's own commands. */
export function parseEntryPoints(manifest: string): EntryPoint[] {
  const { exports, imports } = JSON.parse(manifest) as Partial<Record<"exports" | "imports", EntryPoints>>;
  return Object.values({ ...exports, ...imports }).flatMap((conditions) => {
    if (typeof conditions === "string") return [];
    const { "@credport/source": source, default: built } = conditions;
    return source === undefined || built === undefined ? [] : [{ source, built }];
  });
}

type EntryPoints = Record<string, string | Record<string, string>>;
