import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { deriveSigningKey, SigningKeys, type SigningScheme } from "./signing-keys.js";

const scheme: SigningScheme = { prefix: "v4", terminator: "request", digest: "sha256", encoding: "hex" };

/** The chain written out. */
function expectedKey(start: string, day: string, region: string, service: string): Buffer {
  const link = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
  return link(link(link(link(start, day), region), service), "request");
}

test("a key is derived link by link", () => {
  expect(deriveSigningKey("v4secret", ["20260102", "r", "s", "request"])).toEqual(
    expectedKey("v4secret", "20260102", "r", "s"),
  );
});

describe("signing keys", () => {
  test.each([
    ["sha256", "hex"],
    ["sha1", "base64"],
  ] as const)("sign by %s in %s, per secret, day, region and service", (digest, encoding) => {
    const keys = new SigningKeys({ ...scheme, digest, encoding });
    const scopes = [
      ["one", "20260102", "r", "s"],
      ["one", "20260102", "r", "s"],
      ["two", "20260102", "r", "s"],
      ["two", "20260103", "r", "s"],
      ["two", "20260103", "q", "s"],
      ["two", "20260103", "q", "t"],
      ["two", "20260103", "r", "s"],
      ["one", "20260102", "r", "s"],
    ] as const;
    for (const [secret, day, region, service] of scopes) {
      const key = keys.get(secret, day, region, service);
      expect(key.scope).toBe(`${day}/${region}/${service}/request`);
      const expected = createHmac(digest, expectedKey(`v4${secret}`, day, region, service)).update("text");
      expect(key.sign("text")).toBe(expected.digest(encoding));
      for (const time of ["T1", "T1", "T2"]) expect(key.head("A", time)).toBe(`A\n${time}\n${key.scope}\n`);
      expect(key.head("B", "T2")).toBe(`B\nT2\n${key.scope}\n`);
    }
  });

  test("are derived once, and the one unused for longest goes first, after 32 others", () => {
    const keys = new SigningKeys(scheme);
    const get = (service: string): unknown => keys.get("secret", "20260102", "r", service);
    const first = get("s0");
    const second = get("s1");
    for (let other = 2; other < 32; other += 1) get(`s${other}`);
    expect(get("s0")).toBe(first);
    get("s32");
    expect(get("s0")).toBe(first);
    expect(get("s1")).not.toBe(second);
  });

  test("a day's first key ends those of the days before it, and no others", () => {
    const keys = new SigningKeys(scheme);
    const get = (day: string): unknown => keys.get("secret", day, "r", "s");
    const yesterday = get("20260101");
    const tomorrow = get("20260103");
    expect(get("20260101")).not.toBe(yesterday);
    expect(get("20260103")).toBe(tomorrow);
    const again = get("20260101");
    expect(get("20260101")).toBe(again);
    get("20260102");
    expect(get("20260101")).not.toBe(again);
    expect(get("20260103")).toBe(tomorrow);
  });

  test("belong to their instance", () => {
    const get = (keys: SigningKeys): unknown => keys.get("secret", "20260102", "r", "s");
    expect(get(new SigningKeys(scheme))).not.toBe(get(new SigningKeys(scheme)));
  });

  test("do not show a secret", () => {
    const keys = new SigningKeys(scheme);
    keys.get("secret-canary", "20260102", "r", "s");
    expect(JSON.stringify(keys)).toBe("{}");
  });
});
