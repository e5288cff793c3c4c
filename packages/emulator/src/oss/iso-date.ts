/** A time (ms) as it stands in XML: ISO 8601 with milliseconds. */
export function isoDate(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
