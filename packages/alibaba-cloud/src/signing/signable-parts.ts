import { configInvalid } from "../options/check-options.js";

/**
 * The parameters of a query or a form, decoded. Signatures know no lists: a name that is repeated is `CONFIG_INVALID`, since
 * to sign one of its values would send a request without the others.
 */
export function signableParameters(parameters: URLSearchParams): Record<string, string> {
  const repeated = [...parameters.keys()].find((name, index, names) => names.indexOf(name) < index);
  if (repeated === undefined) return Object.fromEntries(parameters);
  throw configInvalid(repeated, `stands in the request more than once; write a list as ${repeated}.1, ${repeated}.2`);
}

/** Headers without those of an earlier attempt, names in lower case. */
export function headersWithout(
  headers: Readonly<Record<string, string>>,
  dropped: ReadonlySet<string>,
): Record<string, string> {
  const kept = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(kept.filter(([name]) => !dropped.has(name)));
}
