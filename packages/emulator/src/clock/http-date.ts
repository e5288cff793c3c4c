let lastSecond = Number.NaN;
let lastText = "";

/** The instant as an HTTP date. The text of the last second asked for is kept, since every answer carries one. */
export function httpDate(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== lastSecond) {
    lastText = new Date(second * 1000).toUTCString();
    lastSecond = second;
  }
  return lastText;
}
