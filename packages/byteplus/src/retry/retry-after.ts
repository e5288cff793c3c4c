const cap = 300_000;

/** A `Retry-After` of whole seconds, in ms: never negative, 300 000 at most. A date counts as none. */
export function retryAfterOf(headers: Readonly<Record<string, string>>): number | undefined {
  const value = headers["retry-after"]?.trim();
  if (value === undefined || !/^[+-]?\d+$/.test(value)) return undefined;
  return Math.min(Math.max(Number(value) * 1_000, 0), cap);
}
