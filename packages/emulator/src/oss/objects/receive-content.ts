import type { WrittenContent } from "../../objects/object-store.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";

/** The most bytes one request may store. */
const MAX_CONTENT_LENGTH = 5 * 1024 ** 3;

/** Stores the request's body, holding it to its `Content-MD5` and to the hash that was signed. */
export async function receiveContent(call: OssCall): Promise<WrittenContent> {
  const { caller, exchange } = call;
  const length = call.header("content-length");
  if (length === undefined && call.header("transfer-encoding") === undefined)
    throw new OssFailure("MissingContentLength");
  if (Number(length ?? 0) > MAX_CONTENT_LENGTH) throw new OssFailure("EntityTooLarge");
  const expectedMd5 = call.header("content-md5");
  if (expectedMd5 !== undefined && Buffer.from(expectedMd5, "base64").length !== 16)
    throw new OssFailure("InvalidDigest");

  const content = await call.store.write(exchange.bodyStream(), { sha256: caller.contentSha256 !== undefined });
  const failure = mismatch(call, content, expectedMd5);
  if (failure === undefined) return content;
  await content.blob.delete();
  throw failure;
}

function mismatch(call: OssCall, content: WrittenContent, expectedMd5: string | undefined): OssFailure | undefined {
  if (expectedMd5 !== undefined && expectedMd5 !== content.contentMd5) {
    const details = { ClientMD5: expectedMd5, ServerMD5: content.contentMd5 };
    return new OssFailure(call.dialect.followsS3 ? "BadDigest" : "InvalidDigest", { details });
  }
  if (content.sha256 !== call.caller.contentSha256) return new OssFailure("XAmzContentSHA256Mismatch");
  return undefined;
}
