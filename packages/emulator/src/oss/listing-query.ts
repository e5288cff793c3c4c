import { percentEncode } from "../signatures/percent-encode.js";
import type { OssCall } from "./oss-call.js";
import { invalidArgument } from "./oss-failure.js";

const MAX_KEYS = 1000;

/** How many entries a listing may give, from this query item. Throws `InvalidArgument`. */
export function readLimit(call: OssCall, name: string, otherwise: number): number {
  const text = call.parameter(name);
  if (text === undefined || text === "") return otherwise;
  const limit = Number(text);
  const least = call.dialect.followsS3 ? 0 : 1;
  if (Number.isInteger(limit) && limit >= least && limit <= MAX_KEYS) return limit;
  throw invalidArgument(name, text, `Argument ${name} must be an integer between ${least} and ${MAX_KEYS}.`);
}

/** How keys are written in a listing: as they are, or encoded where the client asks with `encoding-type=url`. */
export function keyWriter(call: OssCall): (key: string) => string {
  const encoding = call.parameter("encoding-type");
  if (encoding === undefined || encoding === "") return (key) => key;
  if (encoding === "url") return percentEncode;
  throw invalidArgument("encoding-type", encoding, "Invalid Encoding Method specified in Request");
}
