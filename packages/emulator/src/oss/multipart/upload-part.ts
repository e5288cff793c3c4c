import { chunksOf, type Answer } from "../../http/answer.js";
import type { MultipartUpload } from "../../objects/multipart-upload.js";
import type { WrittenContent } from "../../objects/object-store.js";
import { isoDate } from "../iso-date.js";
import { crc64Header } from "../objects/attributes.js";
import { readCopySource } from "../objects/copy-source.js";
import { parseRange } from "../objects/range.js";
import { receiveContent } from "../objects/receive-content.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure, invalidArgument } from "../oss-failure.js";
import { findUpload } from "./uploads.js";

const MAX_PART_NUMBER = 10_000;

/** `UploadPart`. */
export async function uploadPart(call: OssCall): Promise<Answer> {
  const upload = findUpload(call);
  const number = readPartNumber(call);
  const content = await receiveContent(call);
  await storePart(call, upload, number, content);
  return {
    status: 200,
    headers: { ETag: `"${content.etag}"`, "Content-MD5": content.contentMd5, ...crc64Header(call, content) },
  };
}

/** `UploadPartCopy`: a part made of another object, or of a range of it. */
export async function uploadPartCopy(call: OssCall): Promise<Answer> {
  const upload = findUpload(call);
  const number = readPartNumber(call);
  const { source, versionHeader } = readCopySource(call);
  const { size } = source.blob;
  const header = call.vendorHeader("copy-source-range");
  const range = parseRange(header, size);
  if (range === "unsatisfiable" || (header !== undefined && range === undefined)) {
    throw invalidArgument(
      "copy-source-range",
      header ?? "",
      "The copy source range is not valid for the source object.",
    );
  }
  const { start, end } = range ?? { start: 0, end: size };
  const content = await call.store.write(chunksOf(source.blob.read(start, end)));
  await storePart(call, upload, number, content);
  const ETag = `"${content.etag}"`;
  return call.document("CopyPartResult", { LastModified: isoDate(call.now), ETag }, { ETag, ...versionHeader });
}

async function storePart(
  call: OssCall,
  upload: MultipartUpload,
  number: number,
  { blob, etag, crc64 }: WrittenContent,
): Promise<void> {
  if (!call.bucket().uploads.has(upload.id)) {
    await blob.delete();
    throw new OssFailure("NoSuchUpload", { details: { UploadId: upload.id } });
  }
  const replaced = upload.parts.get(number);
  upload.parts.set(number, { number, blob, etag, crc64, lastModified: call.now });
  await replaced?.blob.delete();
}

function readPartNumber(call: OssCall): number {
  const text = call.parameter("partNumber") ?? "";
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 1 && number <= MAX_PART_NUMBER) return number;
  throw invalidArgument("partNumber", text, `Part number must be an integer between 1 and ${MAX_PART_NUMBER}.`);
}
