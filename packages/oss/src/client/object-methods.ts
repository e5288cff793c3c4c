import type { CallOptions } from "./operation-input.js";
import { appendObject, type AppendObjectInput, type AppendObjectResult } from "../operations/append-object.js";
import { copyObject, type CopyObjectInput, type CopyObjectResult } from "../operations/copy-object.js";
import {
  deleteMultipleObjects,
  type DeleteMultipleObjectsInput,
  type DeleteMultipleObjectsResult,
} from "../operations/delete-multiple-objects.js";
import { deleteObject, type DeleteObjectResult } from "../operations/delete-object.js";
import { isObjectExist } from "../operations/existence.js";
import { getObject, type GetObjectInput, type GetObjectResult } from "../operations/get-object.js";
import { getObjectMeta, type GetObjectMetaResult } from "../operations/get-object-meta.js";
import { headObject, type HeadObjectInput, type HeadObjectResult } from "../operations/head-object.js";
import { getObjectAcl, putObjectAcl, type PutObjectAclInput, type VersionResult } from "../operations/object-acl.js";
import {
  deleteObjectTagging,
  getObjectTagging,
  putObjectTagging,
  type GetObjectTaggingResult,
  type PutObjectTaggingInput,
} from "../operations/object-tagging.js";
import { putObject, type PutObjectInput, type PutObjectResult } from "../operations/put-object.js";
import { restoreObject, type RestoreObjectInput, type RestoreObjectResult } from "../operations/restore-object.js";
import type { AclResult } from "../operations/shared/acl-result.js";
import type { VersionedTarget } from "../operations/shared/object-fields.js";
import { getSymlink, putSymlink, type GetSymlinkResult, type PutSymlinkInput } from "../operations/symlink.js";
import { RuntimeHolder } from "./runtime-holder.js";

/** The operations on one object. */
export abstract class ObjectMethods extends RuntimeHolder {
  /** Stores an object in one request. */
  putObject(input: PutObjectInput, options?: CallOptions): Promise<PutObjectResult> {
    return putObject(this.runtime, input, options);
  }

  /** Reads an object, or a part of it, as a stream. */
  getObject(input: GetObjectInput, options?: CallOptions): Promise<GetObjectResult> {
    return getObject(this.runtime, input, options);
  }

  /** Reads what is stored with an object, without its body. */
  headObject(input: HeadObjectInput, options?: CallOptions): Promise<HeadObjectResult> {
    return headObject(this.runtime, input, options);
  }

  /** Reads the few facts about an object that cost the service least. */
  getObjectMeta(input: VersionedTarget, options?: CallOptions): Promise<GetObjectMetaResult> {
    return getObjectMeta(this.runtime, input, options);
  }

  /** Deletes an object. One that does not exist counts as deleted. */
  deleteObject(input: VersionedTarget, options?: CallOptions): Promise<DeleteObjectResult> {
    return deleteObject(this.runtime, input, options);
  }

  /** Deletes up to 1,000 objects in one request. */
  deleteMultipleObjects(
    input: DeleteMultipleObjectsInput,
    options?: CallOptions,
  ): Promise<DeleteMultipleObjectsResult> {
    return deleteMultipleObjects(this.runtime, input, options);
  }

  /** Copies an object of at most 5 GiB on the service. */
  copyObject(input: CopyObjectInput, options?: CallOptions): Promise<CopyObjectResult> {
    return copyObject(this.runtime, input, options);
  }

  /** Adds bytes to the end of an appendable object. */
  appendObject(input: AppendObjectInput, options?: CallOptions): Promise<AppendObjectResult> {
    return appendObject(this.runtime, input, options);
  }

  /** Sets who may use an object. */
  putObjectAcl(input: PutObjectAclInput, options?: CallOptions): Promise<VersionResult> {
    return putObjectAcl(this.runtime, input, options);
  }

  /** Reads who may use an object. */
  getObjectAcl(input: VersionedTarget, options?: CallOptions): Promise<AclResult> {
    return getObjectAcl(this.runtime, input, options);
  }

  /** Sets an object's tags. */
  putObjectTagging(input: PutObjectTaggingInput, options?: CallOptions): Promise<VersionResult> {
    return putObjectTagging(this.runtime, input, options);
  }

  /** Reads an object's tags. */
  getObjectTagging(input: VersionedTarget, options?: CallOptions): Promise<GetObjectTaggingResult> {
    return getObjectTagging(this.runtime, input, options);
  }

  /** Removes an object's tags. */
  deleteObjectTagging(input: VersionedTarget, options?: CallOptions): Promise<VersionResult> {
    return deleteObjectTagging(this.runtime, input, options);
  }

  /** Makes an archived object readable for some days. */
  restoreObject(input: RestoreObjectInput, options?: CallOptions): Promise<RestoreObjectResult> {
    return restoreObject(this.runtime, input, options);
  }

  /** Makes an object that stands for another one. */
  putSymlink(input: PutSymlinkInput, options?: CallOptions): Promise<VersionResult> {
    return putSymlink(this.runtime, input, options);
  }

  /** Reads what a link stands for. */
  getSymlink(input: VersionedTarget, options?: CallOptions): Promise<GetSymlinkResult> {
    return getSymlink(this.runtime, input, options);
  }

  /** Whether there is such an object. Rejects when that cannot be said. */
  isObjectExist(input: VersionedTarget, options?: CallOptions): Promise<boolean> {
    return isObjectExist(this.runtime, input, options);
  }
}
