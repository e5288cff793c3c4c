/** UTC as `YYYYMMDDTHHMMSSZ`, the stamp of the V4 signature. `time` is ms since the epoch. */
export function formatStamp(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** The HTTP-date of an instant, e.g. `Thu, 09 Oct 2025 08:53:20 GMT`. `time` is ms since the epoch. */
export function formatHttpDate(time: number): string {
  return new Date(time).toUTCString();
}
