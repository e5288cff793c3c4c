import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { CredentialsError, isCredentialsError, type CredentialsErrorCode } from "./credentials-error.js";

const error = (fields: Partial<ConstructorParameters<typeof CredentialsError>[0]>): CredentialsError =>
  new CredentialsError({ code: "NETWORK", message: "It failed.", ...fields });

describe("alibaba-credentials.md 10: permanent", () => {
  test.each<readonly [CredentialsErrorCode, boolean]>([
    ["CONFIG_INVALID", true],
    ["DISABLED", true],
    ["FILE_MALFORMED", true],
    ["PROFILE_NOT_FOUND", true],
    ["PROFILE_INVALID", true],
    ["PROFILE_LOOP", true],
    ["AUTH_REJECTED", true],
    ["LOGIN_REQUIRED", true],
    ["NOT_CONFIGURED", false],
    ["FILE_UNREADABLE", false],
    ["NETWORK", false],
    ["TIMEOUT", false],
    ["EXPIRED", false],
    ["CHAIN_EXHAUSTED", false],
  ])("%s: %s", (code, permanent) => {
    expect(error({ code }).permanent).toBe(permanent);
  });

  test.each([
    [403, undefined, true],
    [400, "InvalidParameter", true],
    [400, "Throttling.User", false],
    [408, undefined, false],
    [425, undefined, false],
    [429, undefined, false],
    [500, undefined, false],
    [302, undefined, false],
  ])("HTTP_STATUS %i with vendor code %s: %s", (httpStatus, vendorCode, permanent) => {
    expect(error({ code: "HTTP_STATUS", httpStatus, vendorCode }).permanent).toBe(permanent);
  });

  test("whoever makes the error may know better", () => {
    expect(error({ code: "CONFIG_INVALID", permanent: false }).permanent).toBe(false);
  });
});

test("vendor codes and request ids that are no such thing are dropped", () => {
  const made = error({ vendorCode: "<Code>secret</Code>", requestId: "x".repeat(129) });
  expect("vendorCode" in made || "requestId" in made).toBe(false);
  expect(error({ vendorCode: "Throttling.User", requestId: "A-1_2.3" })).toMatchObject({
    vendorCode: "Throttling.User",
    requestId: "A-1_2.3",
  });
});

test("what is absent is absent, and does not print", () => {
  const plain = error({});
  expect(Object.keys(plain)).toEqual(["code", "source", "permanent", "attempts"]);
  expect("cause" in plain).toBe(false);
  expect(inspect(plain)).toMatch(/^CredentialsError: It failed\./);
  expect(inspect(plain)).not.toContain("undefined");
});

test("with() keeps everything it is not given", () => {
  const cause = new Error("why");
  const attempts = [{ source: "env", outcome: "failed", duration: 1 }] as const;
  const first = error({
    source: "env",
    httpStatus: 503,
    retryAfter: 7,
    requestId: "id",
    attempts,
    cause,
    permanent: true,
  });
  const second = first.with({ source: "default/env" });
  expect(second).toMatchObject({
    code: "NETWORK",
    source: "default/env",
    httpStatus: 503,
    retryAfter: 7,
    requestId: "id",
  });
  expect([second.message, second.cause, second.attempts, second.permanent]).toEqual([
    first.message,
    cause,
    attempts,
    true,
  ]);
  expect(first.source).toBe("env");
});

test("core.md 2, two copies: recognised by its marker, whatever its class", () => {
  const foreign = Object.defineProperty(new Error("x"), Symbol.for("@credport/core/credentials-error"), {
    value: true,
  });
  expect([error({}), foreign, new Error("x"), null, "x"].map(isCredentialsError)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
