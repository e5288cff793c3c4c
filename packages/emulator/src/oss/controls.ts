import { Bucket } from "../objects/bucket.js";
import type { Versioning } from "../objects/object-version.js";
import type { ObjectStore } from "../objects/object-store.js";
import type { AccessControl } from "../objects/stored-object.js";
import type { ServiceContext } from "../services/service.js";
import type { HostTable } from "./address.js";

/** Options of {@link OssControls.createBucket}. */
export interface CreateBucketOptions {
  /** Default `private`. */
  readonly acl?: AccessControl | undefined;
  /** Default `Standard`. */
  readonly storageClass?: string | undefined;
  /** Default: versions are not kept. */
  readonly versioning?: Versioning | undefined;
}

/** What can be done with the emulated OSS beside calling it. */
export class OssControls {
  readonly #context: ServiceContext;
  readonly #store: ObjectStore;
  readonly #hosts: HostTable;

  constructor(context: ServiceContext, store: ObjectStore, hosts: HostTable) {
    this.#context = context;
    this.#store = store;
    this.#hosts = hosts;
  }

  /** Makes a bucket; one of that name is replaced. */
  createBucket(name: string, options: CreateBucketOptions = {}): void {
    const { acl = "private", storageClass = "Standard", versioning } = options;
    const createdAt = this.#context.clock.now();
    const bucket = new Bucket({ name, createdAt, acl, storageClass, redundancy: "LRS" });
    bucket.versioning = versioning;
    this.#store.buckets.set(name, bucket);
  }

  /** Binds a host name, with or without port, to a bucket, as a CNAME is bound on the real service. */
  bindBucket(host: string, bucket: string): void {
    this.#hosts.bindBucket(host, bucket);
  }

  /** Makes a host name an endpoint, so that `<bucket>.<host>` is a bucket's address. */
  bindEndpoint(host: string): void {
    this.#hosts.bindEndpoint(host);
  }
}
