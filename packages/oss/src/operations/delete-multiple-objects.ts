import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { validateKey } from "../client/validate.js";
import { invalidField, missingField } from "../errors/invalid-parameter-error.js";
import { writeXml } from "../xml/write-xml.js";
import { encodedKeys, mapFields } from "./shared/fields.js";
import { payerHeaders, type PayerFields } from "./shared/object-fields.js";
import { commonResult, type OperationResult } from "./shared/operation-result.js";
import { readXmlResult } from "./shared/read-xml-result.js";
import { run, type Operation, type ResultFields } from "./shared/run.js";
import { decodedTextOrEmpty, list, optionalFlag, text } from "./shared/xml-readers.js";
import type { FieldReaders } from "./shared/parse-fields.js";
import type { XmlSource } from "./shared/xml-readers.js";

/** Request of `deleteMultipleObjects`. */
export interface DeleteMultipleObjectsInput extends PayerFields {
  readonly bucket: string;
  /** 1 to 1,000. */
  readonly objects: readonly { readonly key: string; readonly versionId?: string | undefined }[];
  /** Answer with nothing about what was deleted. Default false. */
  readonly quiet?: boolean | undefined;
}

/** One object that is gone. */
export interface DeletedObject {
  readonly key: string;
  readonly versionId?: string;
  readonly deleteMarker?: boolean;
  readonly deleteMarkerVersionId?: string;
}

/** Result of `deleteMultipleObjects`. */
export interface DeleteMultipleObjectsResult extends OperationResult {
  /** Empty when asked to be quiet. */
  readonly deletedObjects: readonly DeletedObject[];
  readonly encodingType?: string;
}

const readers: FieldReaders<XmlSource, ResultFields<DeleteMultipleObjectsResult>> = {
  deletedObjects: list<DeletedObject>("Deleted", {
    key: decodedTextOrEmpty("Key"),
    versionId: text("VersionId"),
    deleteMarker: optionalFlag("DeleteMarker"),
    deleteMarkerVersionId: text("DeleteMarkerVersionId"),
  }),
  encodingType: text("EncodingType"),
};

/** Deletes up to 1,000 objects in one request. */
export async function deleteMultipleObjects(
  runtime: ClientRuntime,
  input: DeleteMultipleObjectsInput,
  options: CallOptions = {},
): Promise<DeleteMultipleObjectsResult> {
  requireFields(input, "bucket", "objects");
  const { bucket, objects, quiet = false } = input;
  if (objects.length === 0) throw missingField("Objects");
  if (objects.length > 1_000) throw invalidField("Objects", "One request deletes up to 1,000.");
  for (const { key } of objects) validateKey(key, "Objects.Key");
  const items = objects.map(({ key, versionId }) => ({ Key: key, VersionId: versionId || undefined }));
  const operation: Operation = {
    operation: "DeleteMultipleObjects",
    method: "POST",
    bucket,
    headers: mapFields(input, payerHeaders),
    query: { delete: "" },
    body: writeXml("Delete", { Quiet: quiet, Object: items }),
    traits: {
      retriesBrokenBody: true,
      defaultHeaders: { "content-type": "application/xml" },
      defaultQuery: encodedKeys,
    },
  };
  const response = await run(runtime, operation, options);
  const isEmpty = response.body instanceof Uint8Array && response.body.length === 0;
  if (isEmpty) return { ...commonResult(response), deletedObjects: [] };
  return {
    ...commonResult(response),
    ...(await readXmlResult(operation.operation, response, "DeleteResult", readers)),
  };
}
