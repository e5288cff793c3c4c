import { compareBytes } from "../signatures/compare.js";
import type { MultipartUpload } from "./multipart-upload.js";
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

/** A bucket: its objects, and its unfinished multipart uploads by id. */
export class Bucket {
  readonly name: string;
  readonly createdAt: number;
  readonly storageClass: string;
  readonly redundancy: string;
  acl: AccessControl;
  readonly uploads: Map<string, MultipartUpload> = new Map();
  /** Bodies of configuration requests, by sub-resource. */
  readonly configurations: Map<string, Uint8Array> = new Map();
  readonly #objects = new Map<string, StoredObject>();
  #sortedKeys: readonly string[] | undefined;

  constructor(fields: BucketFields) {
    this.name = fields.name;
    this.createdAt = fields.createdAt;
    this.storageClass = fields.storageClass;
    this.redundancy = fields.redundancy;
    this.acl = fields.acl;
  }

  /** How many objects there are. */
  get size(): number {
    return this.#objects.size;
  }

  /** The object of this key. */
  get(key: string): StoredObject | undefined {
    return this.#objects.get(key);
  }

  /** Stores an object. Bytes of one that it replaces are freed, unless the new one still holds them. */
  async put(object: StoredObject): Promise<void> {
    const replaced = this.#objects.get(object.key);
    this.replaceContent(object);
    if (replaced !== undefined && replaced.blob !== object.blob) await replaced.blob.delete();
  }

  /** Stores an object whose bytes include those of the one it replaces. */
  replaceContent(object: StoredObject): void {
    if (!this.#objects.has(object.key)) this.#sortedKeys = undefined;
    this.#objects.set(object.key, object);
  }

  /** Removes an object. Returns whether there was one. */
  async delete(key: string): Promise<boolean> {
    const object = this.#objects.get(key);
    if (object === undefined) return false;
    this.#objects.delete(key);
    this.#sortedKeys = undefined;
    await object.blob.delete();
    return true;
  }

  /** All keys in the order of their UTF-8 bytes. */
  keys(): readonly string[] {
    return (this.#sortedKeys ??= [...this.#objects.keys()].sort(compareBytes));
  }

  /** All objects, in no order. */
  values(): Iterable<StoredObject> {
    return this.#objects.values();
  }
}
