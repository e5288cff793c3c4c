/** What of a `package.json` decides what an installation brings along. */
export interface Manifest {
  readonly dependencies: readonly string[];
  /** The `files` field: folders and files that are published; everything where it is absent. */
  readonly files: readonly string[] | undefined;
}

/** Reads the text of a `package.json`. */
export function parseManifest(text: string): Manifest {
  const manifest = JSON.parse(text) as { dependencies?: Record<string, string>; files?: string[] };
  return { dependencies: Object.keys(manifest.dependencies ?? {}), files: manifest.files };
}
