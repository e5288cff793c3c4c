/** UTC as `YYYYMMDDTHHMMSSZ`, the stamp of the V4 signature. `time` is ms since the epoch. */
export function formatStamp(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d{3}/g, "");
}

/** The HTTP-date of an instant, e.g. `Thu, 09 Oct 2025 08:53:20 GMT`. `time` is ms since the epoch. */
export function formatHttpDate(time: number): string {
  return new Date(time).toUTCString();
}

/** The instant of an HTTP-date in ms since the epoch, or `undefined` when the text is none. */
export function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !/^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/.test(text))
    return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
