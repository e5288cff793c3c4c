import type { Answer } from "../../http/answer.js";
import { readXml } from "../../xml/read-xml.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";
import { readTags } from "./attributes.js";

/** `GetObjectTagging`. */
export function getObjectTagging(call: OssCall): Answer {
  const object = call.object();
  const tags = [...object.tags].map(([Key, Value]) => ({ Key, Value }));
  return call.document("Tagging", { TagSet: { Tag: tags } }, call.versionHeader(object));
}

/** `PutObjectTagging`. */
export async function putObjectTagging(call: OssCall): Promise<Answer> {
  const object = call.object();
  const body = (await call.exchange.readBody()).toString();
  const tagSet = readXml(body, "Tagging")?.first("TagSet");
  if (tagSet === undefined) throw new OssFailure("MalformedXML");
  const items = tagSet.all("Tag").map((tag): [string, string] => [tag.textOf("Key") ?? "", tag.textOf("Value") ?? ""]);
  call.bucket().update({ ...object, tags: readTags(new URLSearchParams(items).toString()) });
  return { status: 200, headers: call.versionHeader(object) };
}

/** `DeleteObjectTagging`. */
export function deleteObjectTagging(call: OssCall): Answer {
  const object = call.object();
  call.bucket().update({ ...object, tags: new Map() });
  return { status: 204, headers: call.versionHeader(object) };
}
