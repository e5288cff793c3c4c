/** The forms of RFC 9110, 5.6.7; the last one, of C's `asctime`, names no zone. */
const httpDate = /^[A-Z][a-z]+,? [\w -]+ [\d:]{8} (GMT|\d{4})$/;

/** The instant of an HTTP-date in ms since the epoch; `undefined` for a text that is none, which `Date.parse` may take for a day of 2001. */
export function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !httpDate.test(text)) return undefined;
  const time = Date.parse(text.endsWith("GMT") ? text : `${text} GMT`);
  return Number.isNaN(time) ? undefined : time;
}
