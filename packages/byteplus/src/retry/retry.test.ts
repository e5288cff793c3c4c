import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BytePlusAuthError } from "../errors/byteplus-auth-error.js";
import type { BytePlusError } from "../errors/byteplus-error.js";
import { BytePlusNetworkError } from "../errors/byteplus-network-error.js";
import { BytePlusSerializationError } from "../errors/byteplus-serialization-error.js";
import { answerError } from "../errors/answer-error.js";
import { retryAfterOf } from "./retry-after.js";
import { retryDelay } from "./retry-delay.js";
import { createRetryer } from "./retryer.js";

describe("5 delay", () => {
  test.each([
    [0, false, 30, 60],
    [1, false, 60, 120],
    [2, false, 120, 240],
    [0, true, 500, 1_000],
    [1, true, 1_000, 2_000],
    [2, true, 2_000, 4_000],
  ])("retry %i, throttled %s: %i to %i ms", (retry, throttled, least, most) => {
    expect(retryDelay({ retry, throttled, random: () => 0 })).toBe(least);
    expect(retryDelay({ retry, throttled, random: () => 1 })).toBe(most);
  });

  test.each([38, 34, 60, 2_000])("above 300 s, at retry %i, it is uniform in [150 s, 300 s)", (retry) => {
    expect(retryDelay({ retry, throttled: true, random: () => 0 })).toBe(150_000);
    expect(retryDelay({ retry, throttled: false, random: () => 0.5 })).toBe(225_000);
  });

  test("Retry-After comes on top, outside the cap", () => {
    expect(retryDelay({ retry: 50, throttled: true, retryAfterMs: 7_000, random: () => 0 })).toBe(157_000);
    expect(retryDelay({ retry: 0, throttled: true, retryAfterMs: 7_000, random: () => 0 })).toBe(7_500);
  });

  test("property: never under the minimum, never over the cap and Retry-After", () => {
    fc.assert(
      fc.property(
        fc.nat(3_000),
        fc.boolean(),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (retry, throttled, random) => {
          const delay = retryDelay({ retry, throttled, random: () => random });
          return delay >= (throttled ? 500 : 30) && delay <= 300_000;
        },
      ),
    );
  });

  test.each([
    ["7", 7_000],
    [" 7 ", 7_000],
    ["-3", 0],
    ["99999", 300_000],
    ["1.5", undefined],
    ["Thu, 01 Jan 2026 12:00:00 GMT", undefined],
    [undefined, undefined],
  ])("Retry-After %j is %j ms", (value, expected) => {
    expect(retryAfterOf(value === undefined ? {} : { "retry-after": value })).toBe(expected);
  });
});

const context = { action: "A", service: "ecs", region: "r", secrets: [], throttleErrorCodes: new Set<string>() };
const answered = (status: number, code?: string, headers: Record<string, string> = {}): BytePlusError | undefined =>
  answerError(
    { status, headers, text: "" },
    code === undefined ? undefined : { ResponseMetadata: { Error: { Code: code } } },
    context,
  );
const network = (errno: string, phase: "connect" | "dns" | "tls" | "read", timeout = false): BytePlusError =>
  new BytePlusNetworkError({ code: "RequestError", message: "", errno, phase, timeout });

describe("5 decision", () => {
  const retryer = createRetryer();
  const none: ReadonlySet<string> = new Set();
  const attempt = { retry: 0, idempotent: true, retryErrorCodes: none, throttleErrorCodes: none, random: () => 0 };
  const decide = (error: BytePlusError | undefined, idempotent = true, codes: readonly string[] = []): boolean =>
    error !== undefined && retryer.shouldRetry({ ...attempt, error, idempotent, retryErrorCodes: new Set(codes) });

  test("3 retries, so 4 requests, also for -1; other negatives and fractions are refused", () => {
    expect([retryer.maxRetries, createRetryer(-1).maxRetries, createRetryer(0).maxRetries]).toEqual([3, 3, 0]);
    for (const wrong of [-2, 1.5, Number.NaN, Infinity]) {
      expect(() => createRetryer(wrong)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
    }
  });

  test.each<readonly [number, string | undefined, boolean]>([
    [500, undefined, true],
    [501, undefined, false],
    [408, undefined, false],
    [408, "RequestTimeout", true],
    [400, "ResponseTimeout", true],
    [400, "RequestError", true],
    [400, "RequestTimeoutException", true],
    [429, undefined, true],
    [502, undefined, true],
    [503, undefined, true],
    [504, undefined, true],
    [505, undefined, false],
    [400, "FlowLimitExceeded", true],
    [400, "FlowLimitExceeded.Account", true],
    [400, "FlowLimitExceededOther", false],
    [200, "Throttling", true],
    ...[
      "ProvisionedThroughputExceededException",
      "ThrottlingException",
      "RequestLimitExceeded",
      "RequestThrottled",
      "RequestThrottledException",
      "TooManyRequestsException",
      "PriorRequestNotComplete",
      "TransactionInProgressException",
    ].map((code) => [400, code, true] as const),
    [404, undefined, false],
    [301, undefined, false],
    [403, "AccessDenied", false],
    [401, "InvalidAccessKey", false],
  ])("status %i with code %s: %s", (status, code, expected) => expect(decide(answered(status, code))).toBe(expected));

  test("a code the caller names is retried, whatever it is", () => {
    expect(decide(answered(401, "InvalidAccessKey"), true, ["InvalidAccessKey"])).toBe(true);
  });

  test.each<readonly [string, "connect" | "dns" | "tls" | "read", boolean, boolean]>([
    ["ECONNREFUSED", "connect", false, true],
    ["ENOTFOUND", "dns", false, true],
    ["EAI_AGAIN", "dns", false, true],
    ["ETIMEDOUT", "connect", false, true],
    ["UND_ERR_CONNECT_TIMEOUT", "connect", false, true],
    ["EPIPE", "read", false, true],
    ["ECONNRESET", "read", false, false],
    ["ECONNRESET", "read", true, true],
    ["UND_ERR_SOCKET", "read", false, false],
    ["UND_ERR_SOCKET", "read", true, true],
    ["CERT_HAS_EXPIRED", "tls", true, false],
  ])("network error %s in phase %s, idempotent %s: %s", (errno, phase, idempotent, expected) => {
    expect(decide(network(errno, phase), idempotent)).toBe(expected);
  });

  test("a time-out while reading is retried only where a second request does no harm", () => {
    expect(decide(network("", "read", true), true)).toBe(true);
    expect(decide(network("", "read", true), false)).toBe(false);
    expect(decide(network("", "connect", true), false)).toBe(true);
  });

  test("an answer that cannot be read is not retried", () => {
    expect(decide(new BytePlusSerializationError({ message: "", status: 200 }))).toBe(false);
  });

  test("a custom throttle code has the throttle delay", () => {
    const error = answerError(
      { status: 400, headers: {}, text: "" },
      { ResponseMetadata: { Error: { Code: "SlowDown" } } },
      { ...context, throttleErrorCodes: new Set(["SlowDown"]) },
    );
    expect(decide(error)).toBe(true);
    expect(error && retryer.delay({ ...attempt, error })).toBe(500);
  });

  test("a custom throttle code counts for what is no answer too", () => {
    const error = network("CERT_HAS_EXPIRED", "tls");
    expect(retryer.shouldRetry({ ...attempt, error })).toBe(false);
    const asThrottle = { ...attempt, error, throttleErrorCodes: new Set(["RequestError"]) };
    expect([retryer.shouldRetry(asThrottle), retryer.delay(asThrottle)]).toEqual([true, 500]);
  });

  test("the delay is the throttled one also when another rule matched first", () => {
    const error = answered(429, "InternalError", { "retry-after": "2" });
    const retryErrorCodes = new Set(["InternalError"]);
    expect(error && retryer.delay({ ...attempt, error, retryErrorCodes })).toBe(2_500);
  });

  test("Retry-After counts for 429 and 503 only", () => {
    expect(answered(502, undefined, { "retry-after": "2" })).not.toHaveProperty("retryAfterMs");
    expect(answered(503, undefined, { "retry-after": "2" })).toMatchObject({ retryAfterMs: 2_000 });
  });

  test("auth errors are told apart", () => {
    for (const error of [
      answered(401),
      answered(400, "InvalidTimestamp"),
      answered(403, "SignatureDoesNotMatch"),
      answered(400, "InvalidSecretToken"),
    ]) {
      expect(error).toBeInstanceOf(BytePlusAuthError);
    }
  });
});
