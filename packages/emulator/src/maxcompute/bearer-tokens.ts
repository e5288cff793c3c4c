import { randomBytes } from "node:crypto";

/** Bearer tokens as MaxCompute makes them: base64 of a text whose third part is the expiry, in seconds since the epoch. */
export class BearerTokens {
  readonly #expiries = new Map<string, number>();

  /** Makes a token that is good until then (ms). */
  issue(expiresAt: number): string {
    const parts = ["bearer", randomBytes(12).toString("hex"), String(Math.floor(expiresAt / 1000)), "emulator"];
    const token = Buffer.from(parts.join(",")).toString("base64");
    this.#expiries.set(token, expiresAt);
    return token;
  }

  /** Whether a token is one of these and still good. */
  check(token: string, now: number): "good" | "expired" | "unknown" {
    const expiresAt = this.#expiries.get(token);
    if (expiresAt === undefined) return "unknown";
    return now < expiresAt ? "good" : "expired";
  }

  /** Forgets every token. */
  reset(): void {
    this.#expiries.clear();
  }
}
