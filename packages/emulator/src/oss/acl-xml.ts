import type { Answer } from "../http/answer.js";
import type { AccessControl } from "../objects/stored-object.js";
import type { XmlFields } from "../xml/write-xml.js";
import type { OssCall } from "./oss-call.js";

/** The owner of everything, as XML shows it. */
export function ownerXml({ context }: OssCall): XmlFields {
  return { ID: context.accountId, DisplayName: context.accountId };
}

/** The answer that shows an ACL: its name for OSS, a list of grants for S3. */
export function aclXml(call: OssCall, acl: AccessControl): Answer {
  const grants = call.dialect.followsS3 ? s3Grants(acl) : acl;
  return call.document("AccessControlPolicy", { Owner: ownerXml(call), AccessControlList: { Grant: grants } });
}

function s3Grants(acl: AccessControl): XmlFields[] {
  const everybody = { URI: "http://acs.amazonaws.com/groups/global/AllUsers" };
  const permissions = acl === "public-read-write" ? ["READ", "WRITE"] : acl === "public-read" ? ["READ"] : [];
  return permissions.map((permission) => ({ Grantee: everybody, Permission: permission }));
}
