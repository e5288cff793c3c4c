import type { Answer } from "../../http/answer.js";
import { readAcl } from "../access.js";
import { aclXml } from "../acl-xml.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";

/** `GetObjectAcl`. */
export function getObjectAcl(call: OssCall): Answer {
  return aclXml(call, call.object().acl);
}

/** `PutObjectAcl`: takes the canned ACL of the header. */
export function putObjectAcl(call: OssCall): Answer {
  const object = call.object();
  const acl = call.header(call.dialect.objectAclHeader);
  if (acl === undefined)
    throw new OssFailure("MissingArgument", { details: { ArgumentName: call.dialect.objectAclHeader } });
  call.bucket().update({ ...object, acl: readAcl(acl, "default") });
  return { status: 200, headers: call.versionHeader(object) };
}
