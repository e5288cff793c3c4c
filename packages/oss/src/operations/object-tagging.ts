import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions, OperationInput } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { writeXml } from "../xml/write-xml.js";
import type { VersionResult } from "./object-acl.js";
import { mapFields } from "./shared/fields.js";
import { header } from "./shared/header-readers.js";
import { payerHeaders, type VersionedTarget } from "./shared/object-fields.js";
import type { OperationResult } from "./shared/operation-result.js";
import { runForHeaders, runForXml } from "./shared/run.js";
import { list, textOrEmpty, wrapped, type XmlReader } from "./shared/xml-readers.js";

/** Request of `putObjectTagging`. */
export interface PutObjectTaggingInput extends VersionedTarget {
  /** At most ten. They replace those the object has. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Result of `getObjectTagging`. */
export interface GetObjectTaggingResult extends OperationResult {
  readonly tags: Readonly<Record<string, string>>;
}

/** Sets an object's tags. */
export async function putObjectTagging(
  runtime: ClientRuntime,
  input: PutObjectTaggingInput,
  options: CallOptions = {},
): Promise<VersionResult> {
  requireFields(input, "bucket", "key", "tags");
  const tags = Object.entries(input.tags).map(([Key, Value]) => ({ Key, Value }));
  const operation = {
    ...taggingRequest("PutObjectTagging", "PUT", input),
    body: writeXml("Tagging", { TagSet: { Tag: tags } }),
  };
  return runForHeaders(runtime, operation, options, { versionId: header("x-oss-version-id") });
}

/** Reads an object's tags. */
export async function getObjectTagging(
  runtime: ClientRuntime,
  input: VersionedTarget,
  options: CallOptions = {},
): Promise<GetObjectTaggingResult> {
  requireFields(input, "bucket", "key");
  return runForXml(runtime, taggingRequest("GetObjectTagging", "GET", input), options, "Tagging", { tags });
}

/** Removes an object's tags. */
export async function deleteObjectTagging(
  runtime: ClientRuntime,
  input: VersionedTarget,
  options: CallOptions = {},
): Promise<VersionResult> {
  requireFields(input, "bucket", "key");
  const operation = taggingRequest("DeleteObjectTagging", "DELETE", input);
  return runForHeaders(runtime, operation, options, { versionId: header("x-oss-version-id") });
}

function taggingRequest(operation: string, method: "PUT" | "GET" | "DELETE", input: VersionedTarget): OperationInput {
  const { bucket, key } = input;
  const query = mapFields(input, { versionId: "versionId" }, { tagging: "" });
  return { operation, method, bucket, key, headers: mapFields(input, payerHeaders), query };
}

const tagList = wrapped("TagSet", list("Tag", { key: textOrEmpty("Key"), value: textOrEmpty("Value") }));

const tags: XmlReader<Record<string, string>> = (source) =>
  Object.fromEntries((tagList(source) ?? []).map(({ key, value }) => [key, value]));
