import type { AccessControl } from "../objects/stored-object.js";
import type { OssCall } from "./oss-call.js";
import { OssFailure, invalidArgument } from "./oss-failure.js";

/** Who may call an operation: everybody whom an ACL lets read or write, or the owner only. */
export type RequiredAccess = "read" | "write" | "owner";

/** Refuses callers who may not do this. The account owns every bucket, so whoever has a key may do everything. */
export function checkAccess(call: OssCall, required: RequiredAccess): void {
  if (call.caller.identity !== undefined) return;
  if (required === "owner") throw new OssFailure("AccessDenied");
  const bucket = call.bucket();
  const objectAcl = bucket.get(call.key)?.acl ?? "default";
  const acl = objectAcl === "default" || required === "write" ? bucket.acl : objectAcl;
  if (acl === "public-read-write" || (acl === "public-read" && required === "read")) return;
  throw new OssFailure("AccessDenied");
}

/** An ACL as a header or body gives it; `otherwise` when it is absent. Throws `InvalidArgument`. */
export function readAcl(text: string | undefined, otherwise: AccessControl): AccessControl {
  switch (text) {
    case undefined:
      return otherwise;
    case "private":
    case "public-read":
    case "public-read-write":
    case "default":
      return text;
    default:
      throw invalidArgument("acl", text, "The access control list is not one of the canned ones.");
  }
}
