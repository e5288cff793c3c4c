import fc from "fast-check";
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { percentEncode, sortByBytes, sortNames } from "./percent-encode.js";
import { signRpc } from "./rpc-signature.js";

const common = {
  Version: "2015-04-01",
  Action: "AssumeRole",
  Format: "JSON",
  SignatureMethod: "HMAC-SHA1",
  SignatureVersion: "1.0",
};

describe("2.1: RPC signature", () => {
  test("vector 1", () => {
    const { signature, stringToSign } = signRpc({
      method: "POST",
      accessKeySecret: "testAkSecret",
      parameters: {
        ...common,
        Timestamp: "2024-01-02T03:04:05Z",
        SignatureNonce: "00000000000000000000000000000001",
        AccessKeyId: "testAkId",
        RoleArn: "acs:ram::123456789012:role/demo",
        RoleSessionName: "unit-test",
        DurationSeconds: "3600",
      },
    });
    expect(stringToSign).toMatch(
      /^POST&%2F&AccessKeyId%3DtestAkId%26Action%3DAssumeRole%26DurationSeconds%3D3600%26Format%3DJSON%26RoleArn%3Dacs%253Aram%253A%253A123456789012%253Arole%252Fdemo%26/,
    );
    expect(signature).toBe("WRfVUKYcoqp3fKYO8ujvpsxOpzc=");
  });

  test("vector 2: token, policy, external id and characters beyond ASCII", () => {
    const { signature, stringToSign } = signRpc({
      method: "POST",
      accessKeySecret: "s/e+c=ret",
      parameters: {
        ...common,
        Timestamp: "2024-12-31T23:59:59Z",
        SignatureNonce: "f".repeat(32),
        AccessKeyId: "STS.abc",
        SecurityToken: "CAIS+/=token~*",
        RoleArn: "acs:ram::1:role/r-1",
        Policy: '{"Version":"1","Statement":[{"Effect":"Allow","Action":["oss:*"],"Resource":["*"]}]}',
        ExternalId: "ext id('1')!",
        RoleSessionName: "会话 a+b",
        DurationSeconds: "900",
      },
    });
    const canonical = decodeURIComponent(stringToSign.slice("POST&%2F&".length));
    expect(canonical).toContain("ExternalId=ext%20id%28%271%27%29%21");
    expect(canonical).toContain("RoleSessionName=%E4%BC%9A%E8%AF%9D%20a%2Bb");
    expect(canonical).toContain("SecurityToken=CAIS%2B%2F%3Dtoken~%2A");
    expect(signature).toBe("D+HCXi/W0O0vKkAZxycqUrLo0fI=");
  });

  test("any parameters: the string to sign is the one written out step by step", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })),
        fc.string(),
        (parameters, secret) => {
          const names = Object.keys(parameters).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
          const canonical = names.map((name) => `${slowEncode(name)}=${slowEncode(parameters[name] ?? "")}`).join("&");
          const stringToSign = `GET&${slowEncode("/")}&${slowEncode(canonical)}`;
          const signature = createHmac("sha1", `${secret}&`).update(stringToSign).digest("base64");
          expect(signRpc({ method: "GET", parameters, accessKeySecret: secret })).toMatchObject({
            signature,
            stringToSign,
          });
        },
      ),
    );
  });
});

test("2.1: any number of names is sorted, by bytes where they are not ASCII", () => {
  const names = fc.array(fc.string({ unit: fc.constantFrom("a", "B", "1", ".", "z", "_") }), { maxLength: 60 });
  fc.assert(
    fc.property(names, (list) => {
      expect(sortNames([...list])).toEqual([...list].sort());
    }),
  );
  expect(sortByBytes(["\u{1F600}", "\uFB01", "a"])).toEqual(["a", "\uFB01", "\u{1F600}"]);
});

describe("2.1: percent encoding", () => {
  test("keeps the unreserved characters and encodes the rest, upper case, blank as %20", () => {
    expect(percentEncode("AZaz09-_.~")).toBe("AZaz09-_.~");
    expect(percentEncode(" !'()*+/=&%?会")).toBe("%20%21%27%28%29%2A%2B%2F%3D%26%25%3F%E4%BC%9A");
  });

  test("never throws: a lone surrogate becomes U+FFFD", () => {
    expect(percentEncode("a\uD800b")).toBe("a%EF%BF%BDb");
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(percentEncode(text)).toBe(slowEncode(text));
      }),
    );
  });
});

/** The rule as it stands in words: byte by byte. */
function slowEncode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[A-Za-z0-9\-_.~]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}
