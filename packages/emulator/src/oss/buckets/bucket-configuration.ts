import type { Answer } from "../../http/answer.js";
import { ServiceFailure } from "../../http/service-failure.js";
import type { OssCall } from "../oss-call.js";
import { CONFIGURATIONS, configurationOf } from "../operation-name.js";

/** `PutBucketCors` and its kin: keeps the body as it is. */
export async function putBucketConfiguration(call: OssCall): Promise<Answer> {
  const bucket = call.bucket();
  bucket.configurations.set(nameOf(call), await call.exchange.readBody());
  return { status: 200 };
}

/** `GetBucketCors` and its kin: gives back what was put. */
export function getBucketConfiguration(call: OssCall): Answer {
  const name = nameOf(call);
  const body = call.bucket().configurations.get(name);
  if (body === undefined) {
    throw new ServiceFailure(404, CONFIGURATIONS.get(name) ?? "", "The bucket has no such configuration.");
  }
  return { status: 200, headers: { "Content-Type": name === "policy" ? "application/json" : "application/xml" }, body };
}

/** `DeleteBucketCors` and its kin. */
export function deleteBucketConfiguration(call: OssCall): Answer {
  call.bucket().configurations.delete(nameOf(call));
  return { status: 204 };
}

function nameOf(call: OssCall): string {
  return configurationOf(call.exchange) ?? "";
}
