const dayMs = 86_400_000;

/** Days since 1970-01-01 as `YYYY-MM-DD`; `undefined` outside the years 0 to 9999. */
export function dateText(days: number): string | undefined {
  if (days < -719_528 || days > 2_932_896) return undefined;
  return new Date(days * dayMs).toISOString().slice(0, 10);
}

/** `YYYY-MM-DD` as days since 1970-01-01; `undefined` for what is no such day. */
export function daysOf(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time)) return undefined;
  const days = time / dayMs;
  return dateText(days) === text ? days : undefined;
}
