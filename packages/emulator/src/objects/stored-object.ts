import type { Blob } from "../storage/blob.js";

/** Who may do what without a signature. `default` on an object means: as its bucket says. */
export type AccessControl = "private" | "public-read" | "public-read-write" | "default";

/** How an object came to be. */
export type ObjectType = "Normal" | "Multipart" | "Appendable" | "Symlink";

/** What an object is described by beside its bytes. Given when it is written, and kept as given. */
export interface ObjectAttributes {
  /** Content and caching headers as sent, by lower-case name: `content-type`, `cache-control` and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata by lower-case name, without the vendor's prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly acl: AccessControl;
  readonly tags: ReadonlyMap<string, string>;
  /** Headers about encryption on the server, as sent, by lower-case name without the vendor's prefix. */
  readonly encryption: Readonly<Record<string, string>>;
}

/** An object as it is stored. Changing one means storing another in its place. */
export interface StoredObject extends ObjectAttributes {
  readonly key: string;
  /** Absent: it was stored while its bucket kept no versions, which is the version `null`. */
  readonly versionId?: string | undefined;
  readonly blob: Blob;
  /** Without quotes, upper-case hex. */
  readonly etag: string;
  readonly crc64: bigint;
  /** In ms. */
  readonly lastModified: number;
  readonly type: ObjectType;
  /** The MD5 of the content, base64, where it is known. */
  readonly contentMd5?: string | undefined;
  /** Where a symlink points. */
  readonly target?: string | undefined;
  /** The last restoration of an archived object: until and when it is readable, in ms. */
  readonly restored?: { readonly from: number; readonly until: number } | undefined;
}
