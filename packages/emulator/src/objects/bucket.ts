import { compareBytes } from "../signatures/compare.js";
import type { MultipartUpload } from "./multipart-upload.js";
import { isDeleteMarker, nextVersionId, versionIdOf, type ObjectVersion, type Versioning } from "./object-version.js";
import type { AccessControl, StoredObject } from "./stored-object.js";

/** What a bucket is made with. */
export interface BucketFields {
  readonly name: string;
  /** In ms. */
  readonly createdAt: number;
  readonly storageClass: string;
  readonly redundancy: string;
  readonly acl: AccessControl;
}

/** What a deletion removed, or the delete marker it made, where versions are kept. */
export interface DeletedVersion {
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
}

/** A bucket: its objects with their versions, and its unfinished multipart uploads by id. */
export class Bucket {
  readonly name: string;
  readonly createdAt: number;
  readonly storageClass: string;
  readonly redundancy: string;
  acl: AccessControl;
  versioning: Versioning | undefined;
  readonly uploads: Map<string, MultipartUpload> = new Map();
  /** Bodies of configuration requests, by sub-resource. */
  readonly configurations: Map<string, Uint8Array> = new Map();
  /** By key, the latest version last. */
  readonly #versions = new Map<string, ObjectVersion[]>();
  #sortedKeys: readonly string[] | undefined;

  constructor(fields: BucketFields) {
    this.name = fields.name;
    this.createdAt = fields.createdAt;
    this.storageClass = fields.storageClass;
    this.redundancy = fields.redundancy;
    this.acl = fields.acl;
  }

  /** Whether nothing at all is stored, older versions included. */
  get isEmpty(): boolean {
    return this.#versions.size === 0;
  }

  /** The object of this key. */
  get(key: string): StoredObject | undefined {
    const latest = this.version(key);
    return isDeleteMarker(latest) ? undefined : latest;
  }

  /** A version of this key: the latest one, a delete marker too, where none is named. */
  version(key: string, versionId?: string): ObjectVersion | undefined {
    const versions = this.#versions.get(key);
    if (versionId === undefined) return versions?.at(-1);
    return versions?.find((version) => versionIdOf(version) === versionId);
  }

  /** Every version of every object by key, in no order; the latest of a key last. */
  get history(): ReadonlyMap<string, readonly ObjectVersion[]> {
    return this.#versions;
  }

  /**
   * Stores an object as the latest version, and returns it with its id. Bytes of one that it replaces are freed, unless the new
   * one still holds them.
   */
  async put(object: StoredObject): Promise<StoredObject> {
    const versionId = nextVersionId(this.versioning);
    const stored = versionId === undefined ? object : { ...object, versionId };
    const replaced = this.#push(object.key, stored);
    if (replaced !== undefined && replaced.blob !== stored.blob) await replaced.blob.delete();
    return stored;
  }

  /** Puts an object into the place of the same version; the bytes of that are its own matter. */
  update(object: StoredObject): void {
    const versions = this.#versions.get(object.key) ?? [];
    const index = versions.findIndex((version) => versionIdOf(version) === versionIdOf(object));
    if (index >= 0) versions[index] = object;
  }

  /** Removes the object, by a delete marker of this time (ms) where versions are kept; or, for good, the version named. */
  async delete(key: string, at: number, versionId?: string): Promise<DeletedVersion | undefined> {
    const id = versionId ?? nextVersionId(this.versioning);
    if (versionId === undefined && id !== undefined) {
      const replaced = this.#push(key, { isDeleteMarker: true, versionId: id, lastModified: at });
      await replaced?.blob.delete();
      return { versionId: id, isDeleteMarker: true };
    }
    const removed = this.#remove(key, id ?? "null");
    this.#sortedKeys = undefined;
    if (removed !== undefined && !isDeleteMarker(removed)) await removed.blob.delete();
    return versionId === undefined ? undefined : { versionId, isDeleteMarker: isDeleteMarker(removed) };
  }

  /** The keys that have an object, in the order of their UTF-8 bytes. */
  keys(): readonly string[] {
    return (this.#sortedKeys ??= [...this.#versions.keys()]
      .filter((key) => this.get(key) !== undefined)
      .sort(compareBytes));
  }

  /** All objects, in no order. */
  values(): StoredObject[] {
    return [...this.#versions.keys()].map((key) => this.get(key)).filter((object) => object !== undefined);
  }

  /** Makes a version the latest one. Returns the object of the same id that had to go. */
  #push(key: string, version: ObjectVersion): StoredObject | undefined {
    if ((this.get(key) === undefined) !== isDeleteMarker(version)) this.#sortedKeys = undefined;
    const removed = this.#remove(key, versionIdOf(version));
    const versions = this.#versions.get(key);
    if (versions === undefined) this.#versions.set(key, [version]);
    else versions.push(version);
    return isDeleteMarker(removed) ? undefined : removed;
  }

  #remove(key: string, versionId: string): ObjectVersion | undefined {
    const versions = this.#versions.get(key);
    const index = versions?.findIndex((version) => versionIdOf(version) === versionId) ?? -1;
    if (versions === undefined || index < 0) return undefined;
    const [removed] = versions.splice(index, 1);
    if (versions.length === 0) this.#versions.delete(key);
    return removed;
  }
}
