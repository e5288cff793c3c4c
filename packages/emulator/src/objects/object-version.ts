import { randomBytes } from "node:crypto";
import type { StoredObject } from "./stored-object.js";

/** Whether a bucket keeps versions. Without a value it never has. */
export type Versioning = "Enabled" | "Suspended";

/** What stands in an object's place from its deletion on, where versions are kept. */
export interface DeleteMarker {
  readonly isDeleteMarker: true;
  readonly versionId: string;
  /** In ms. */
  readonly lastModified: number;
}

/** One of the things that were stored under a key. */
export type ObjectVersion = StoredObject | DeleteMarker;

/** The id of what is stored while no versions are kept. */
const NULL_VERSION = "null";

/** Whether a version is a deletion. */
export function isDeleteMarker(version: ObjectVersion | undefined): version is DeleteMarker {
  return version !== undefined && "isDeleteMarker" in version;
}

/** The id of a version. */
export function versionIdOf(version: ObjectVersion): string {
  return version.versionId ?? NULL_VERSION;
}

/** The id of what is stored now in a bucket; absent where versions were never kept. */
export function nextVersionId(versioning: Versioning | undefined): string | undefined {
  if (versioning === "Enabled") return `CAEQ${randomBytes(24).toString("base64url")}`;
  return versioning === "Suspended" ? NULL_VERSION : undefined;
}
