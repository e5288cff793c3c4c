import { percentEncode } from "./percent-encode.js";

/** Parameters as a query or form body: `name=value` joined with `&`, both percent-encoded, in the order given. */
export function encodeParameters(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join("&");
}
