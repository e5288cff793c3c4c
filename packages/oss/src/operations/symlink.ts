import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { encodeComponent } from "../signing/percent-encoding.js";
import type { VersionResult } from "./object-acl.js";
import { mapFields } from "./shared/fields.js";
import { header, metadataHeaders } from "./shared/header-readers.js";
import {
  creationHeaders,
  payerHeaders,
  type CreationFields,
  type ObjectTarget,
  type VersionedTarget,
} from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import { runForHeaders } from "./shared/run.js";
import { decodeForm } from "./shared/xml-readers.js";

/** Request of `putSymlink`. */
export interface PutSymlinkInput
  extends ObjectTarget, Pick<CreationFields, "objectAcl" | "storageClass" | "forbidOverwrite" | "metadata"> {
  /** The key that the link stands for. */
  readonly target: string;
}

/** Result of `getSymlink`. */
export interface GetSymlinkResult extends OperationResult {
  /** The key that the link stands for. */
  readonly target: string;
  readonly etag?: string;
  readonly versionId?: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Makes an object that stands for another one. */
export function putSymlink(
  runtime: ClientRuntime,
  input: PutSymlinkInput,
  options: CallOptions = {},
): Promise<VersionResult> {
  requireFields(input, "bucket", "key", "target");
  const { bucket, key, target } = input;
  const headers = { ...creationHeaders(input), "x-oss-symlink-target": encodeComponent(target) };
  const operation = { operation: "PutSymlink", method: "PUT", bucket, key, headers, query: { symlink: "" } } as const;
  return runForHeaders(runtime, operation, options, { versionId: header("x-oss-version-id") });
}

/** Reads what a link stands for. */
export function getSymlink(
  runtime: ClientRuntime,
  input: VersionedTarget,
  options: CallOptions = {},
): Promise<GetSymlinkResult> {
  requireFields(input, "bucket", "key");
  const { bucket, key } = input;
  const query = mapFields(input, { versionId: "versionId" }, { symlink: "" });
  const headers = mapFields(input, payerHeaders);
  const operation = { operation: "GetSymlink", method: "GET", bucket, key, headers, query } as const;
  return runForHeaders(runtime, operation, options, {
    target: (answer) => decodeForm(answer["x-oss-symlink-target"] ?? ""),
    etag: header("etag"),
    versionId: header("x-oss-version-id"),
    metadata: metadataHeaders,
  });
}
