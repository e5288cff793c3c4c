const rfc3339 = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/;

/** Reads an RFC 3339 text: `Z` or a numeric offset, an optional fraction, a day and time that exist. Else `undefined`. */
export function parseTimestamp(value: unknown): Date | undefined {
  const text = typeof value === "string" ? value.toUpperCase() : "";
  const [, day, time, fraction = "", offset] = rfc3339.exec(text) ?? [];
  const local = `${day}T${time}`;
  const wall = new Date(`${local}Z`);
  // The platform rolls 31 February over; writing the result back shows it.
  if (Number.isNaN(wall.getTime()) || !wall.toISOString().startsWith(local)) return undefined;
  const instant = new Date(`${local}.${fraction.slice(0, 3).padEnd(3, "0")}${offset}`);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
