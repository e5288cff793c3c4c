import type { Answer } from "../../http/answer.js";
import { percentDecode } from "../../http/query.js";
import { percentEncodePath } from "../../signatures/percent-encode.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure, invalidArgument } from "../oss-failure.js";
import { readAttributes, writtenHeaders } from "./attributes.js";
import { checkKey, checkOverwrite, normalObject } from "./put-object.js";

/** `PutSymlink`. The target need not exist. */
export async function putSymlink(call: OssCall): Promise<Answer> {
  const bucket = call.bucket();
  checkKey(call.key);
  checkOverwrite(call);
  const target = percentDecode(call.vendorHeader("symlink-target") ?? "");
  if (target === "") throw invalidArgument("x-oss-symlink-target", "", "The symlink has no target.");
  const content = await call.store.write(emptyBody());
  const object = { ...normalObject(call, readAttributes(call), content), type: "Symlink" as const, target };
  return { status: 200, headers: writtenHeaders(call, await bucket.put(object)) };
}

/** `GetSymlink`: where it points, in a header. */
export function getSymlink(call: OssCall): Answer {
  const object = call.object();
  const { target, etag } = object;
  if (target === undefined) throw new OssFailure("InvalidRequest", { message: "The object is not a symlink." });
  return {
    status: 200,
    headers: {
      ETag: `"${etag}"`,
      ...call.versionHeader(object),
      ...call.vendorHeaders({ "symlink-target": percentEncodePath(target) }),
    },
  };
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {
  // A symlink has no bytes of its own.
}
