import { basename } from "node:path";

/** Where a linted file stands in the repository, as the rules need it. */
export interface SourceFile {
  /** Folder of its package relative to the repository root, e.g. `packages/core`. */
  readonly folder: string;
  /** Path inside the package, e.g. `src/index.ts`. */
  readonly path: string;
  /** Test, type test or example: everything that never ships. */
  readonly isTest: boolean;
}

const inPackage = /(?:^|\/)((?:packages|apps|tooling)\/[^/]+)\/(.+)$/;

/** Reads the place of a file from its name; `undefined` for files outside any package. */
export function sourceFile(filename: string): SourceFile | undefined {
  const [, folder, path] = inPackage.exec(filename.replaceAll("\\", "/")) ?? [];
  if (folder === undefined || path === undefined) return undefined;
  const isTest = /\.(?:test|test-d)\.[cm]?ts$/.test(basename(path)) || /^(?:test|examples)\//.test(path);
  return { folder, path, isTest };
}
