import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { formatStamp } from "../src/clock/stamp.js";
import { ossV4CanonicalRequest, ossV4Signature, ossV4StringToSign, type OssV4Scope } from "../src/signatures/oss-v4.js";
import type { QueryItem } from "../src/http/query.js";
import { BUCKET, NOW, ossFixture } from "./oss-fixture.js";
import { send, type RawAnswer } from "./raw-oss.js";

const oss = ossFixture();
const signed = oss.signed.bind(oss);

describe("V4 in the header (oss-v2 2.2)", () => {
  test("a right signature", async () => {
    expect((await signed()).status).toBe(200);
    expect((await signed({ additionalHeaders: ["host", "x-other"], headers: { "x-other": " a  b " } })).status).toBe(
      200,
    );
    expect((await signed({ scope: { region: "cb-123", product: "oss-cloudbox" } })).status).toBe(200);
  });

  test("covers x-oss headers, content headers and additional headers, and nothing else", async () => {
    const put = {
      method: "PUT",
      key: "k",
      body: "v",
      headers: { "content-type": "text/plain", "x-oss-meta-a": "夏", "x-other": "o" },
      additionalHeaders: ["x-other"],
    };
    expect((await signed({ ...put, tamper: { "cache-control": "no-cache" } })).status).toBe(200);
    expect(Buffer.from(String((await signed({ key: "k" })).headers["x-oss-meta-a"]), "latin1").toString()).toBe("夏");
    expect((await signed({ ...put, query: "x-oss-signature=1" })).status).toBe(200);
    for (const tamper of [
      { "content-type": "text/html" },
      { "content-md5": "nhB9nTcrtoJr2B01QqQZ1g==" },
      { "x-oss-meta-a": "b" },
      { "x-oss-meta-b": "b" },
      { "x-other": "p" },
    ]) {
      expect((await signed({ ...put, tamper })).code).toBe("SignatureDoesNotMatch");
    }
  });

  test("joins several values of one name with a comma", async () => {
    const put = { method: "PUT", key: "k", body: "v", headers: { "x-oss-meta-a": "one,two", "x-oss-meta-b": "1, 2" } };
    expect((await signed({ ...put, tamper: { "x-oss-meta-a": ["one", "two"] } })).status).toBe(200);
    expect((await signed({ key: "k" })).headers).toMatchObject({ "x-oss-meta-a": "one,two", "x-oss-meta-b": "1, 2" });
    expect((await signed({ ...put, tamper: { "x-oss-meta-a": ["two", "one"] } })).code).toBe("SignatureDoesNotMatch");
  });

  test("15 minutes either way", async () => {
    expect((await signed({ at: NOW - 900_000 })).status).toBe(200);
    expect((await signed({ at: NOW + 900_000 })).status).toBe(200);
    const late = await signed({ at: NOW - 901_000 });
    expect(late).toMatchObject({ status: 403, code: "RequestTimeTooSkewed", ec: "0002-00000504" });
    expect(late.text).toContain("<ServerTime>2025-10-09T08:53:20.000Z</ServerTime>");
    expect((await signed({ at: NOW + 901_000 })).code).toBe("RequestTimeTooSkewed");
  });

  test.each([
    ["region", "cn-beijing", "0002-00000226"],
    ["region", "", "0002-00000226"],
    ["product", "s3", undefined],
    ["day", "20251008", undefined],
  ])("a scope with the %s %j is an invalid argument", async (part, value, ec) => {
    expect(await signed({ scope: { [part]: value } })).toMatchObject({ status: 400, code: "InvalidArgument", ec });
  });

  test("a payload that is not UNSIGNED-PAYLOAD", async () => {
    const headers = { "x-oss-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" };
    expect((await signed({ headers })).code).toBe("InvalidArgument");
  });

  test("malformed and unknown Authorization headers", async () => {
    const attempt = (authorization: string): Promise<RawAnswer> =>
      send({ port: oss.emulator.oss.port, path: `/${BUCKET}/`, headers: { authorization } });
    for (const header of ["OSS4-HMAC-SHA256 nonsense", "OSS nonsense", "AWS4-HMAC-SHA256 nonsense", "Basic eDp5"]) {
      expect((await attempt(header)).status).toBe(400);
    }
  });

  test("the answer to a wrong signature tells what was signed, and no secret", async () => {
    const answer = await signed({ keys: { ...oss.user, accessKeySecret: "wrong" } });
    expect(answer).toMatchObject({ status: 403, code: "SignatureDoesNotMatch", ec: "0002-00000040" });
    expect(answer.headers["x-oss-ec"]).toBe("0002-00000040");
    expect(answer.text).toContain("<CanonicalRequest>GET\n/my-bucket/\n");
    expect(answer.text).toContain("<RecommendDoc>https://api.aliyun.com/troubleshoot?q=0002-00000040</RecommendDoc>");
    expect(answer.text).not.toContain(oss.user.accessKeySecret);
  });

  test("keys: unknown, off, and tokens that do not belong", async () => {
    const session = oss.emulator.accounts.issueSession({ of: oss.user, durationSeconds: 900 });
    expect((await signed({ keys: session })).status).toBe(200);
    const { accessKeyId, accessKeySecret } = session;
    expect(await signed({ keys: { accessKeyId, accessKeySecret } })).toMatchObject({ code: "InvalidAccessKeyId" });
    expect(await signed({ keys: { ...oss.user, securityToken: "t" } })).toMatchObject({
      code: "InvalidAccessKeyId",
      ec: "0002-00000002",
    });
    expect(await signed({ keys: { ...session, securityToken: "t" } })).toMatchObject({
      code: "InvalidSecurityToken",
      ec: "0002-00000006",
    });
    oss.emulator.accounts.rotate();
    expect(await signed({ keys: session })).toMatchObject({ code: "SecurityTokenExpired", ec: "0002-00000007" });
    oss.emulator.accounts.setActive(oss.user.accessKeyId, false);
    expect(await signed()).toMatchObject({ code: "InvalidAccessKeyId" });
  });

  test("errors of HEAD come in x-oss-err", async () => {
    const answer = await signed({ method: "HEAD", key: "missing" });
    expect(answer).toMatchObject({ status: 404, code: "NoSuchKey", ec: "0026-00000001" });
    expect(answer.body.length).toBe(0);
  });
});

describe("V4 in the query (oss-v2 2.2)", () => {
  function url(changes: Record<string, string | undefined> = {}, keys: { accessKeySecret: string } = oss.user): string {
    const scope: OssV4Scope = ["20251009", "cn-hangzhou", "oss", "aliyun_v4_request"];
    const fields: Record<string, string | undefined> = {
      "x-oss-signature-version": "OSS4-HMAC-SHA256",
      "x-oss-date": formatStamp(NOW),
      "x-oss-expires": "604800",
      "x-oss-credential": `${oss.user.accessKeyId}/${scope.join("/")}`,
      ...changes,
    };
    const query: QueryItem[] = Object.entries(fields).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    );
    const request = { method: "GET", query, headerNames: [], header: () => undefined };
    const canonicalRequest = ossV4CanonicalRequest(request, { bucket: BUCKET }, []);
    const stringToSign = ossV4StringToSign(fields["x-oss-date"] ?? "", scope, canonicalRequest);
    query.push(["x-oss-signature", ossV4Signature(keys.accessKeySecret, scope, stringToSign)]);
    return `/${BUCKET}/?${new URLSearchParams(query.map(([name, value]): [string, string] => [name, value])).toString()}`;
  }
  const attempt = (path: string): Promise<RawAnswer> => send({ port: oss.emulator.oss.port, path });

  test("a right signature, for seven days at most", async () => {
    expect((await attempt(url())).status).toBe(200);
    expect((await attempt(url({ "x-oss-expires": "604801" }))).code).toBe("InvalidArgument");
    expect((await attempt(url({ "x-oss-expires": "0" }))).code).toBe("InvalidArgument");
    oss.emulator.clock.advance(604_801_000);
    expect(await attempt(url())).toMatchObject({ status: 403, code: "AccessDenied", ec: "0002-00000069" });
  });

  test("not before its date, less 15 minutes", async () => {
    expect((await attempt(url({ "x-oss-date": formatStamp(NOW + 900_000) }))).status).toBe(200);
    const early = await attempt(url({ "x-oss-date": formatStamp(NOW + 901_000) }));
    expect(early).toMatchObject({ code: "AccessDenied", ec: "0002-00000235" });
  });

  test("missing and wrong items", async () => {
    for (const name of ["x-oss-date", "x-oss-expires", "x-oss-credential"]) {
      expect((await attempt(url({ [name]: undefined }))).code).toBe("InvalidArgument");
    }
    expect((await attempt(url({ "x-oss-credential": "id/x" }))).code).toBe("InvalidArgument");
    expect((await attempt(url({}, { accessKeySecret: "wrong" }))).code).toBe("SignatureDoesNotMatch");
    expect((await attempt(`${url()}&prefix=a`)).code).toBe("SignatureDoesNotMatch");
  });
});

describe("V1 (oss-v2 2.3)", () => {
  function sign(text: string): string {
    return createHmac("sha1", oss.user.accessKeySecret).update(text).digest("base64");
  }
  const date = new Date(NOW).toUTCString();

  test("in the header, with the sub-resources only", async () => {
    const signature = sign(`GET\n\n\n${date}\n/${BUCKET}/?acl`);
    const headers = { date, authorization: `OSS ${oss.user.accessKeyId}:${signature}` };
    expect((await send({ port: oss.emulator.oss.port, path: `/${BUCKET}/?acl&prefix=p`, headers })).status).toBe(200);
    expect((await send({ port: oss.emulator.oss.port, path: `/${BUCKET}/?location`, headers })).code).toBe(
      "SignatureDoesNotMatch",
    );
  });

  test("a date that is old or not a date", async () => {
    const attempt = (value: string): Promise<RawAnswer> =>
      send({
        port: oss.emulator.oss.port,
        path: `/${BUCKET}/`,
        headers: {
          date: value,
          authorization: `OSS ${oss.user.accessKeyId}:${sign(`GET\n\n\n${value}\n/${BUCKET}/`)}`,
        },
      });
    expect((await attempt(date)).status).toBe(200);
    expect((await attempt(new Date(NOW - 901_000).toUTCString())).code).toBe("RequestTimeTooSkewed");
    expect((await attempt("yesterday")).code).toBe("InvalidArgument");
  });

  test("in the query, until Expires", async () => {
    const attempt = (expires: number): Promise<RawAnswer> => {
      const signature = encodeURIComponent(sign(`GET\n\n\n${expires}\n/${BUCKET}/`));
      const query = `OSSAccessKeyId=${oss.user.accessKeyId}&Expires=${expires}&Signature=${signature}`;
      return send({ port: oss.emulator.oss.port, path: `/${BUCKET}/?${query}` });
    };
    expect((await attempt(NOW / 1000)).status).toBe(200);
    expect(await attempt(NOW / 1000 - 1)).toMatchObject({ code: "AccessDenied", ec: "0002-00000069" });
  });
});

describe("anonymous requests", () => {
  const attempt = (method: string, path: string, headers: Record<string, string> = {}): Promise<RawAnswer> =>
    send({ port: oss.emulator.oss.port, method, path, headers, ...(method === "PUT" ? { body: "v" } : {}) });

  test("may do what the bucket's ACL says", async () => {
    oss.emulator.oss.createBucket("readable", { acl: "public-read" });
    oss.emulator.oss.createBucket("writable", { acl: "public-read-write" });
    expect((await attempt("PUT", "/writable/k")).status).toBe(200);
    expect((await attempt("GET", "/writable/k")).text).toBe("v");
    expect((await attempt("PUT", "/readable/k")).code).toBe("AccessDenied");
    expect((await attempt("GET", "/readable/k")).code).toBe("NoSuchKey");
    expect(await attempt("GET", `/${BUCKET}/k`)).toMatchObject({ code: "AccessDenied", ec: "0003-00000001" });
    expect((await attempt("GET", "/missing/k")).code).toBe("NoSuchBucket");
    expect((await attempt("GET", "/")).code).toBe("AccessDenied");
    expect((await attempt("GET", "/writable/?acl")).code).toBe("AccessDenied");
    expect((await attempt("GET", "/writable/k?response-content-type=a")).code).toBe("InvalidRequest");
  });

  test("may read an object whose own ACL says so", async () => {
    await signed({ method: "PUT", key: "open", body: "v", headers: { "x-oss-object-acl": "public-read" } });
    await signed({ method: "PUT", key: "closed", body: "v" });
    expect((await attempt("GET", `/${BUCKET}/open`)).text).toBe("v");
    expect((await attempt("GET", `/${BUCKET}/closed`)).code).toBe("AccessDenied");
    expect((await attempt("DELETE", `/${BUCKET}/open`)).code).toBe("AccessDenied");
  });
});
