import type { Answer } from "../../http/answer.js";
import { joinParts, sortedParts, type MultipartUpload, type UploadedPart } from "../../objects/multipart-upload.js";
import type { XmlElement } from "../../xml/read-xml.js";
import { readAcl } from "../access.js";
import type { Dialect } from "../dialect.js";
import { keyWriter } from "../listing-query.js";
import { answerWithCallback } from "../objects/callback.js";
import { writtenHeaders } from "../objects/attributes.js";
import { checkOverwrite } from "../objects/put-object.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure, invalidArgument } from "../oss-failure.js";
import { findUpload } from "./uploads.js";

/** The shortest part but the last, in bytes. */
const MIN_PART_SIZE = 100 * 1024;
/** The longest body, in bytes: 10 000 parts fit. */
const MAX_BODY = 4 * 1024 * 1024;

/** `CompleteMultipartUpload`: joins the listed parts, or all of them where `x-oss-complete-all: yes` says so. */
export async function completeMultipartUpload(call: OssCall): Promise<Answer> {
  const upload = findUpload(call);
  const bucket = call.bucket();
  const body = await call.exchange.readBody(MAX_BODY);
  checkOverwrite(call);
  const parts =
    call.vendorHeader("complete-all") === "yes"
      ? allParts(upload, body)
      : listedParts(upload, call.readDocument(body, "CompleteMultipartUpload"), call.dialect);
  const tooSmall = parts.slice(0, -1).find((part) => part.blob.size < MIN_PART_SIZE);
  if (tooSmall !== undefined) {
    const details = {
      MinSizeAllowed: String(MIN_PART_SIZE),
      ProposedSize: String(tooSmall.blob.size),
      PartNumber: String(tooSmall.number),
    };
    throw new OssFailure("EntityTooSmall", { details });
  }
  const acl = readAcl(call.header(call.dialect.objectAclHeader), upload.attributes.acl);
  bucket.uploads.delete(upload.id);
  const object = await bucket.put({ ...joinParts(upload, parts, call.now), acl });
  const unused = sortedParts(upload).filter((part) => !parts.includes(part));
  await Promise.all(unused.map((part) => part.blob.delete()));
  const fields = {
    EncodingType: call.parameter("encoding-type"),
    Location: `http://${call.header("host") ?? ""}${call.exchange.rawPath}`,
    Bucket: bucket.name,
    Key: keyWriter(call)(upload.key),
    ETag: `"${object.etag}"`,
  };
  return answerWithCallback(
    call,
    object,
    call.document("CompleteMultipartUploadResult", fields, writtenHeaders(call, object)),
  );
}

function allParts(upload: MultipartUpload, body: Buffer): UploadedPart[] {
  if (body.length > 0) throw invalidArgument("complete-all", "yes", "No body may be sent with complete-all.");
  const parts = sortedParts(upload);
  if (parts.length === 0) throw new OssFailure("InvalidPart");
  return parts;
}

function listedParts(upload: MultipartUpload, root: XmlElement | undefined, dialect: Dialect): UploadedPart[] {
  const listed = root?.all("Part") ?? [];
  if (listed.length === 0) throw new OssFailure("MalformedXML");
  let previous = 0;
  const parts = listed.map((element) => {
    const number = Number(element.textOf("PartNumber"));
    const etag = element.textOf("ETag")?.trim().replace(/^"|"$/g, "").toUpperCase();
    if (!Number.isInteger(number) || etag === undefined) throw new OssFailure("MalformedXML");
    // TOS takes them as its own client sends them: in the order in which their uploads ended.
    if (number <= previous && dialect.name !== "tos") throw new OssFailure("InvalidPartOrder");
    previous = number;
    const part = upload.parts.get(number);
    if (part?.etag !== etag) {
      throw new OssFailure("InvalidPart", { details: { PartNumber: String(number), ETag: etag } });
    }
    return part;
  });
  return parts.sort((one, other) => one.number - other.number);
}
