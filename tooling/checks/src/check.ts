import type { Workspace } from "./workspace/workspace.js";

/** Something that is not as it should be. */
export interface Finding {
  /** The package folder, or the file relative to the repository, that has to change. */
  readonly where: string;
  readonly message: string;
}

/** A rule a machine can check over the whole repository. */
export interface Check {
  /** Kebab-case; names it on the command line. */
  readonly name: string;
  /** What holds when it finds nothing. */
  readonly promise: string;
  readonly run: (workspace: Workspace) => readonly Finding[];
}
