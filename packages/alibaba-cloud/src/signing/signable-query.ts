/** The parameters of a URL's query, decoded. Of a name that is repeated the last one counts: signatures know no lists. */
export function queryOf(url: URL): Record<string, string> {
  return Object.fromEntries(url.searchParams);
}

/** Headers without those of an earlier attempt, names in lower case. */
export function headersWithout(
  headers: Readonly<Record<string, string>>,
  dropped: ReadonlySet<string>,
): Record<string, string> {
  const kept = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(kept.filter(([name]) => !dropped.has(name)));
}
