import type { Answer } from "../../http/answer.js";
import { readXml } from "../../xml/read-xml.js";
import type { OssCall } from "../oss-call.js";
import { OssFailure } from "../oss-failure.js";

/** How long thawing takes, in ms of the emulator's clock. */
const RESTORE_TIME = 60_000;
const DAY = 86_400_000;

/** `RestoreObject`: makes an archived object readable for some days, after a minute. */
export async function restoreObject(call: OssCall): Promise<Answer> {
  const object = call.object();
  if (!object.storageClass.includes("Archive")) throw new OssFailure("OperationNotSupported");
  const body = (await call.exchange.readBody()).toString();
  const days = body === "" ? 1 : Number(readXml(body, "RestoreRequest")?.textOf("Days") ?? Number.NaN);
  if (!Number.isInteger(days) || days < 1 || days > 365) throw new OssFailure("MalformedXML");
  const { now } = call;
  const { restored } = object;
  const isRestored = restored !== undefined && now <= restored.until;
  if (isRestored && now < restored.from) throw new OssFailure("RestoreAlreadyInProgress");
  const from = isRestored ? restored.from : now + RESTORE_TIME;
  call.bucket().update({ ...object, restored: { from, until: Math.max(from, now) + days * DAY } });
  return { status: isRestored ? 200 : 202, headers: call.versionHeader(object) };
}
