import type { ClientRuntime } from "../client/client-runtime.js";
import { followUpOptions } from "../client/follow-up-options.js";
import type { CallOptions } from "../client/operation-input.js";
import type { Recover } from "../client/operation-traits.js";
import { requireFields } from "../client/require-fields.js";
import { encodeComponent } from "../signing/percent-encoding.js";
import type { VersionResult } from "./object-acl.js";
import { mapFields } from "./shared/fields.js";
import { header, metadataHeaders, type Headers } from "./shared/header-readers.js";
import {
  creationHeaders,
  payerHeaders,
  type CreationFields,
  type ObjectTarget,
  type VersionedTarget,
} from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import { run, runForHeaders, type Operation } from "./shared/run.js";
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
export async function putSymlink(
  runtime: ClientRuntime,
  input: PutSymlinkInput,
  options: CallOptions = {},
): Promise<VersionResult> {
  requireFields(input, "bucket", "key", "target");
  const { bucket, key, target } = input;
  const headers = { ...creationHeaders(input), "x-oss-symlink-target": encodeComponent(target) };
  const recover = input.forbidOverwrite === true ? recoverSymlink(runtime, input, options) : undefined;
  const request = { method: "PUT", bucket, key, headers, query: { symlink: "" }, traits: { recover } } as const;
  const operation = { operation: "PutSymlink", ...request };
  return runForHeaders(runtime, operation, options, { versionId: header("x-oss-version-id") });
}

/** A repeated link that may not overwrite and finds an object: the first one's, when it stands for the same. */
function recoverSymlink(runtime: ClientRuntime, input: PutSymlinkInput, options: CallOptions): Recover {
  const { bucket, key, requestPayer, target } = input;
  return async (error) => {
    if (error.code !== "FileAlreadyExists") return undefined;
    const look = getSymlinkOperation({ bucket, key, requestPayer });
    const response = await run(runtime, look, followUpOptions(options));
    return linkTarget(response.headers) === target ? response : undefined;
  };
}

function getSymlinkOperation(input: VersionedTarget): Operation {
  const { bucket, key } = input;
  const query = mapFields(input, { versionId: "versionId" }, { symlink: "" });
  return { operation: "GetSymlink", method: "GET", bucket, key, headers: mapFields(input, payerHeaders), query };
}

function linkTarget(headers: Headers): string {
  return decodeForm(headers["x-oss-symlink-target"] ?? "");
}

/** Reads what a link stands for. */
export async function getSymlink(
  runtime: ClientRuntime,
  input: VersionedTarget,
  options: CallOptions = {},
): Promise<GetSymlinkResult> {
  requireFields(input, "bucket", "key");
  return runForHeaders(runtime, getSymlinkOperation(input), options, {
    target: linkTarget,
    etag: header("etag"),
    versionId: header("x-oss-version-id"),
    metadata: metadataHeaders,
  });
}
