import { percentEncode } from "./percent-encode.js";

/**
 * The path of a source as the value of `x-acs-credentials-provider`. A source may be called anything; a header holds ASCII, so
 * the rest of a name is percent-encoded.
 */
export function providerHeader(source: string): string {
  return source.replace(/[^\x20-\x7E]+/g, percentEncode);
}
