import { configInvalid, textOption } from "../options/check-options.js";
import { httpUrl } from "../options/http-url.js";

/** The base URL for the option `metadataEndpoint`: by default the address that every ECS instance has. */
export function metadataUrl(value: unknown): string {
  const url = httpUrl(textOption("metadataEndpoint", value) ?? "http://100.100.100.200");
  if (url === undefined) throw configInvalid("metadataEndpoint", "must be an absolute http or https URL");
  return url.origin;
}
