/** An instant as signatures write it: `YYYY-MM-DDThh:mm:ssZ`, UTC, no fraction. */
export function utcTimestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
