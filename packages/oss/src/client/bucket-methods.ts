import type { CallOptions } from "./operation-input.js";
import { deleteBucket, type BucketTarget } from "../operations/delete-bucket.js";
import { isBucketExist } from "../operations/existence.js";
import { getBucketAcl } from "../operations/get-bucket-acl.js";
import { getBucketInfo, type GetBucketInfoResult } from "../operations/get-bucket-info.js";
import { getBucketLocation, type GetBucketLocationResult } from "../operations/get-bucket-location.js";
import { getBucketStat, type GetBucketStatResult } from "../operations/get-bucket-stat.js";
import { listBuckets, type ListBucketsInput, type ListBucketsResult } from "../operations/list-buckets.js";
import { listObjects, type ListObjectsInput, type ListObjectsResult } from "../operations/list-objects.js";
import { listObjectsV2, type ListObjectsV2Input, type ListObjectsV2Result } from "../operations/list-objects-v2.js";
import { putBucket, type PutBucketInput } from "../operations/put-bucket.js";
import type { AclResult } from "../operations/shared/acl-result.js";
import type { OperationResult } from "../operations/shared/operation-result.js";
import {
  listBucketsPages,
  listObjectsPages,
  listObjectsV2Pages,
  type PaginatorOptions,
} from "../paginators/paginators.js";
import type { Paginator } from "../paginators/paginator.js";
import { ObjectMethods } from "./object-methods.js";

/** The operations on buckets, and listings. */
export abstract class BucketMethods extends ObjectMethods {
  /** Lists a page of a bucket's objects. */
  listObjectsV2(input: ListObjectsV2Input, options?: CallOptions): Promise<ListObjectsV2Result> {
    return listObjectsV2(this.runtime, input, options);
  }

  /** Lists a page of a bucket's objects by the older interface. */
  listObjects(input: ListObjectsInput, options?: CallOptions): Promise<ListObjectsResult> {
    return listObjects(this.runtime, input, options);
  }

  /** Lists a page of the account's buckets. */
  listBuckets(input: ListBucketsInput = {}, options?: CallOptions): Promise<ListBucketsResult> {
    return listBuckets(this.runtime, input, options);
  }

  /** Makes a bucket, in the region of the client's endpoint. */
  putBucket(input: PutBucketInput, options?: CallOptions): Promise<OperationResult> {
    return putBucket(this.runtime, input, options);
  }

  /** Deletes an empty bucket. */
  deleteBucket(input: BucketTarget, options?: CallOptions): Promise<OperationResult> {
    return deleteBucket(this.runtime, input, options);
  }

  /** Reads what is known of a bucket. */
  getBucketInfo(input: BucketTarget, options?: CallOptions): Promise<GetBucketInfoResult> {
    return getBucketInfo(this.runtime, input, options);
  }

  /** Reads where a bucket is. */
  getBucketLocation(input: BucketTarget, options?: CallOptions): Promise<GetBucketLocationResult> {
    return getBucketLocation(this.runtime, input, options);
  }

  /** Reads how much a bucket holds. */
  getBucketStat(input: BucketTarget, options?: CallOptions): Promise<GetBucketStatResult> {
    return getBucketStat(this.runtime, input, options);
  }

  /** Reads who may use a bucket. */
  getBucketAcl(input: BucketTarget, options?: CallOptions): Promise<AclResult> {
    return getBucketAcl(this.runtime, input, options);
  }

  /** Whether there is such a bucket, be it the caller's own or not. */
  isBucketExist(input: BucketTarget, options?: CallOptions): Promise<boolean> {
    return isBucketExist(this.runtime, input, options);
  }

  /** All pages of a bucket's objects, for `for await` or one by one. */
  listObjectsV2Pages(
    input: ListObjectsV2Input,
    options?: PaginatorOptions,
  ): Paginator<ListObjectsV2Input, ListObjectsV2Result> {
    return listObjectsV2Pages(this.runtime, input, options);
  }

  /** All pages of a bucket's objects, by the older interface. */
  listObjectsPages(
    input: ListObjectsInput,
    options?: PaginatorOptions,
  ): Paginator<ListObjectsInput, ListObjectsResult> {
    return listObjectsPages(this.runtime, input, options);
  }

  /** All pages of the account's buckets. */
  listBucketsPages(
    input: ListBucketsInput = {},
    options?: PaginatorOptions,
  ): Paginator<ListBucketsInput, ListBucketsResult> {
    return listBucketsPages(this.runtime, input, options);
  }
}
