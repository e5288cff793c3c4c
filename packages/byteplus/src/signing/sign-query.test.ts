import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { signQuery, type QuerySigningInput } from "./sign-query.js";

const input: QuerySigningInput = {
  url: new URL("https://ecs.ap-southeast-1.byteplusapi.com/?Action=DescribeRegions&Version=2020-04-01"),
  credentials: { accessKeyId: "AKLTspecExample", accessKeySecret: "c3BlY1NlY3JldEV4YW1wbGU=", securityToken: "STS+1" },
  region: "ap-southeast-1",
  service: "ecs",
  date: new Date("2026-01-02T03:04:05Z"),
};

/** The signature by the steps of 2.1, written out. */
function signatureOf(canonicalRequest: string): string {
  const hash = createHash("sha256").update(canonicalRequest).digest("hex");
  let key: string | Buffer = input.credentials.accessKeySecret;
  for (const part of ["20260102", "ap-southeast-1", "ecs", "request"])
    key = createHmac("sha256", key).update(part).digest();
  const toSign = `HMAC-SHA256\n20260102T030405Z\n20260102/ap-southeast-1/ecs/request\n${hash}`;
  return createHmac("sha256", key).update(toSign).digest("hex");
}

describe("2.2 query signing", () => {
  test("adds the X- parameters, lists all keys with X-SignedQueries itself, and signs neither signature nor token", () => {
    const { url, signature, canonicalRequest } = signQuery(input);
    const query = url.searchParams;
    expect(query.get("X-SignedQueries")).toBe(
      "Action;Version;X-Algorithm;X-Credential;X-Date;X-NotSignBody;X-SignedHeaders;X-SignedQueries",
    );
    expect(query.get("X-NotSignBody")).toBe("");
    expect(query.get("X-SignedHeaders")).toBe("host");
    expect(query.get("X-Credential")).toBe("AKLTspecExample/20260102/ap-southeast-1/ecs/request");
    expect(query.get("X-Security-Token")).toBe("STS+1");
    expect(query.get("X-Signature")).toBe(signature);

    const signed = url.search
      .slice(1)
      .split("&")
      .filter((pair) => !/^X-S(?:ignature|ecurity-Token)=/.test(pair));
    const emptyHash = createHash("sha256").update("").digest("hex");
    expect(canonicalRequest).toBe(
      `GET\n/\n${signed.join("&")}\nhost:ecs.ap-southeast-1.byteplusapi.com\n\nhost\n${emptyHash}`,
    );
    expect(signature).toBe(signatureOf(canonicalRequest));
  });

  test("without a host the header block is a single line feed and X-SignedHeaders is empty", () => {
    const { url, canonicalRequest } = signQuery({ ...input, signHost: false });
    expect(url.searchParams.get("X-SignedHeaders")).toBe("");
    expect(canonicalRequest).toMatch(/\n\n\n\n[0-9a-f]{64}$/);
  });

  test.each([0, -1, Number.NaN])("an expiry of %s is refused", (expiresIn) => {
    expect(() => signQuery({ ...input, expiresIn })).toThrow(
      expect.objectContaining({ code: "InvalidPresignExpireError" }),
    );
  });

  test("signing a signed URL again replaces its signature", () => {
    const again = signQuery({ ...input, url: signQuery(input).url });
    expect(again.url.href).toBe(signQuery(input).url.href);
  });
});
