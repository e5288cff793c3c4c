/** Where a signature is valid. */
export interface SigningScope {
  /** The configured region, also for global services. */
  readonly region: string;
  /** The service's id as passed to the call, underscores kept: `rds_mysql`. */
  readonly service: string;
}

/** `YYYYMMDDTHHMMSSZ`: an instant as the signature writes it, in UTC and without a fraction. */
export function formatSigningDate(at: Date): string {
  const text = at.toISOString();
  return `${text.slice(0, 4)}${text.slice(5, 7)}${text.slice(8, 13)}${text.slice(14, 16)}${text.slice(17, 19)}Z`;
}

/** The day of a signing date, `YYYYMMDD`. */
export function signingDay(date: string): string {
  return date.slice(0, 8);
}
