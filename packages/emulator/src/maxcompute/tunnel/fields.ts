/** Field numbers of the record stream that are no columns. */
export const FIELDS = {
  endRecord: 33_553_408,
  metaCount: 33_554_430,
  metaChecksum: 33_554_431,
} as const;

const EPOCH_DAY = 86_400_000;

/** Days since 1970-01-01 of `YYYY-MM-DD`. */
export function daysOf(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / EPOCH_DAY);
}

/** `YYYY-MM-DD` of days since 1970-01-01. */
export function dateOf(days: number): string {
  return new Date(days * EPOCH_DAY).toISOString().slice(0, 10);
}

/** How a type travels: varint, eight bytes, four bytes, or one of the forms with wire type 2. */
export function wireTypeOf(type: string): 0 | 1 | 2 | 5 {
  switch (type) {
    case "TINYINT":
    case "SMALLINT":
    case "INT":
    case "BIGINT":
    case "BOOLEAN":
    case "DATETIME":
    case "DATE":
    case "INTERVAL_YEAR_MONTH":
      return 0;
    case "DOUBLE":
      return 1;
    case "FLOAT":
      return 5;
    default:
      return 2;
  }
}
