/** When a bearer token ends: the third field of the comma-separated text it encodes; `undefined` when it cannot be read. */
export function bearerExpiration(bearerToken: string): Date | undefined {
  const seconds = Buffer.from(bearerToken, "base64").toString("utf8").split(",")[2]?.trim();
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds)) return undefined;
  return new Date(Number(seconds) * 1000);
}
