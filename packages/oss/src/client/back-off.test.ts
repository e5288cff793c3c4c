import { describe, expect, it } from "vitest";
import { CrcMismatchError } from "../errors/crc-mismatch-error.js";
import { equalJitter, fixedDelay, fullJitter } from "./back-off.js";
import { isRetryable } from "./is-retryable.js";
import { noRetry, standardRetryer } from "./standard-retryer.js";

const half = (): number => 0.5;
const attempts = [2, 3, 4, 5, 6, 7, 8, 1000, 1e9];

describe("5 delays before attempt n", () => {
  it("full jitter: random times the lesser of 200 ms * 2^n and 20 s", () => {
    const ceilings = [800, 1600, 3200, 6400, 12_800, 20_000, 20_000, 20_000, 20_000];
    expect(attempts.map((attempt) => fullJitter()(attempt, () => 1))).toEqual(ceilings);
    expect(attempts.map((attempt) => fullJitter()(attempt, half))).toEqual(ceilings.map((ceiling) => ceiling / 2));
    expect(fullJitter()(2, () => 0)).toBe(0);
  });

  it("equal jitter: half the ceiling, and up to the other half and a second", () => {
    expect(equalJitter()(2, () => 0)).toBe(400);
    expect(equalJitter()(2, half)).toBe(400 + 0.5 * 1400);
    expect(equalJitter()(9, () => 1)).toBe(21_000);
  });

  it("fixed delay: always the same", () => {
    expect(attempts.map((attempt) => fixedDelay(70)(attempt, half))).toEqual(attempts.map(() => 70));
  });

  it.each([0, -1, Number.NaN])("a base or maximum of %d falls back to the default", (baseDelay) => {
    expect(fullJitter({ baseDelay, maxBackOff: baseDelay })(2, () => 1)).toBe(800);
    expect(fullJitter({ baseDelay: 10, maxBackOff: 25 })(2, () => 1)).toBe(25);
  });

  it.each([0, -2, Number.NaN])("%d attempts fall back to 3, and noRetry makes 1", (maxAttempts) => {
    expect(standardRetryer({ maxAttempts }).maxAttempts).toBe(3);
    expect(noRetry.maxAttempts).toBe(1);
    expect(noRetry.isRetryable(new CrcMismatchError("1", "2"))).toBe(false);
  });
});

describe("5 what is worth another attempt", () => {
  const failure = (code: string): Error => Object.assign(new Error("failed"), { code });

  it.each([
    ...["ECONNRESET", "ECONNREFUSED", "EPIPE", "ETIMEDOUT", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH", "ECONNABORTED"],
    ...["UND_ERR_SOCKET", "UND_ERR_CONNECT_TIMEOUT", "UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"],
    "ERR_STREAM_PREMATURE_CLOSE",
  ])("%s is", (code) => {
    expect(isRetryable(failure(code))).toBe(true);
  });

  it.each([
    ...["ENOTFOUND", "CERT_HAS_EXPIRED", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "DEPTH_ZERO_SELF_SIGNED_CERT"],
    ...["ERR_TLS_CERT_ALTNAME_INVALID", "UND_ERR_REQ_CONTENT_LENGTH_MISMATCH", "UND_ERR_HEADERS_OVERFLOW"],
  ])("%s is not", (code) => {
    expect(isRetryable(failure(code))).toBe(false);
  });

  it("texts without a code, and all addresses of a name failing alike", () => {
    for (const text of ["socket hang up", "Premature close", "SSL alert: bad record mac"])
      expect(isRetryable(new Error(text))).toBe(true);
    expect(isRetryable(new Error("something else"))).toBe(false);
    expect(isRetryable("ECONNRESET")).toBe(false);
    const refused = failure("ECONNREFUSED");
    expect(isRetryable(new AggregateError([refused, failure("ENETUNREACH")]))).toBe(true);
    expect(isRetryable(new AggregateError([refused, failure("CERT_HAS_EXPIRED")]))).toBe(false);
  });
});
