/** A time as signatures write it, `YYYYMMDDTHHMMSSZ`, in ms; `undefined` for any other form. */
export function parseStamp(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const time = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time) ? undefined : time;
}

/** The time as signatures write it. */
export function formatStamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+|[-:]/g, "");
}

/** An HTTP date in ms; `undefined` for any other form. */
export function parseHttpDate(text: string): number | undefined {
  const time = text.endsWith("GMT") ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
