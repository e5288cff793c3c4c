/** An entry point of a package: its source, and where its build lies, both relative to the package's folder. */
export interface EntryPoint {
  readonly source: string;
  readonly built: string;
}

/** The entry points that a `package.json` exports. */
export function parseEntryPoints(manifest: string): EntryPoint[] {
  const { exports = {} } = JSON.parse(manifest) as { exports?: Record<string, string | Record<string, string>> };
  return Object.values(exports).flatMap((conditions) => {
    if (typeof conditions === "string") return [];
    const { "@credport/source": source, default: built } = conditions;
    return source === undefined || built === undefined ? [] : [{ source, built }];
  });
}
