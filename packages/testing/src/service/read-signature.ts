import { createHash, createHmac } from "node:crypto";
import type { Claim, ReceivedRequest } from "./verifying-service.js";

// The signatures of the services the emulator does not have (spec "adapters" 7), recomputed from a request as it arrived.

const hmac = (digest: string, key: string | Buffer, text: string): Buffer =>
  createHmac(digest, key).update(text, "utf8").digest();

const sha256 = (content: string | Buffer): string => createHash("sha256").update(content).digest("hex");

/** The key chain of the fourth signature versions, over the parts of the scope: day, region, service and a fixed end. */
const derivedKey = (secret: string, scope: string): string | Buffer =>
  scope.split("/").reduce((from: string | Buffer, part) => hmac("sha256", from, part), secret);

/** METHOD, content-md5, content-type and date, a newline each: how most of these signatures begin. */
const preamble = ({ method, header }: ReceivedRequest): string =>
  [method, header("content-md5"), header("content-type"), header("date"), ""].join("\n");

const sortedQuery = (query: string): string => {
  const pairs = query.split("&").filter(Boolean).map(decodeURIComponent).sort();
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
};

/** `LOG <id>:<signature>`: `@alicloud/log`, and the default of `sls20201230`. */
export function readLogSignature(request: ReceivedRequest): Claim {
  const [, accessKeyId = "", signature = ""] = /^LOG ([^:]+):(.+)$/.exec(request.header("authorization")) ?? [];
  const text = preamble(request) + request.headersBlock("x-log-", "x-acs-") + request.path + sortedQuery(request.query);
  const digest = request.header("x-log-signaturemethod") === "hmac-sha256" ? "sha256" : "sha1";
  return {
    accessKeyId,
    securityToken: request.header("x-acs-security-token") || undefined,
    signature,
    expected: (secret) => hmac(digest, secret, text).toString("base64"),
  };
}

/** `SLS4-HMAC-SHA256 Credential=...`: `sls20201230` with `signatureVersion: "v4"`. */
export function readLogV4Signature(request: ReceivedRequest): Claim {
  const authorization = request.header("authorization");
  const [, accessKeyId = "", scope = ""] = /Credential=([^/]+)\/([^,]+)/.exec(authorization) ?? [];
  const [, signature = ""] = /Signature=([0-9a-f]+)/.exec(authorization) ?? [];
  const block = request.headersBlock("host", "content-type", "x-log-", "x-acs-");
  const names = block
    .split("\n")
    .filter(Boolean)
    .map((line) => line.slice(0, line.indexOf(":")));
  const query = request.query.split("&").filter(Boolean).sort().join("&");
  const canonical = [request.method, request.path, query, block, names.join(";"), sha256(request.body)].join("\n");
  const text = ["SLS4-HMAC-SHA256", request.header("x-log-date"), scope, sha256(canonical)].join("\n");
  return {
    accessKeyId,
    securityToken: request.header("x-acs-security-token") || undefined,
    signature,
    expected: (secret) => hmac("sha256", derivedKey(`aliyun_v4${secret}`, scope), text).toString("hex"),
  };
}

/** `MNS <id>:<signature>`: `@alicloud/mns`. */
export function readMnsSignature(request: ReceivedRequest): Claim {
  const [, accessKeyId = "", signature = ""] = /^MNS ([^:]+):(.+)$/.exec(request.header("authorization")) ?? [];
  const resource = request.query === "" ? request.path : `${request.path}?${request.query}`;
  const text = preamble(request) + request.headersBlock("x-mns-") + resource;
  return {
    accessKeyId,
    securityToken: request.header("security-token") || undefined,
    signature,
    expected: (secret) => hmac("sha1", secret, text).toString("base64"),
  };
}

/** The `x-ots-*` headers of `tablestore`. */
export function readTablestoreSignature(request: ReceivedRequest): Claim {
  const block = request.headersBlock("x-ots-").replace(/^x-ots-signature:.*\n/m, "");
  const text = `${request.path}\n${request.method}\n\n${block}`;
  return {
    accessKeyId: request.header("x-ots-accesskeyid"),
    securityToken: request.header("x-ots-ststoken") || undefined,
    signature: request.header("x-ots-signature"),
    expected: (secret) => hmac("sha1", secret, text).toString("base64"),
  };
}

/** `acs <id>:<signature>`: the ROA client of `@alicloud/pop-core`. */
export function readRoaSignature(request: ReceivedRequest): Claim {
  const [, accessKeyId = "", signature = ""] = /^acs ([^:]+):(.+)$/.exec(request.header("authorization")) ?? [];
  const { method, header } = request;
  const head = [method, header("accept"), header("content-md5"), header("content-type"), header("date"), ""].join("\n");
  const text = head + request.headersBlock("x-acs-") + request.path + sortedQuery(request.query);
  return {
    accessKeyId,
    securityToken: request.header("x-acs-security-token") || undefined,
    signature,
    expected: (secret) => hmac("sha1", secret, text).toString("base64"),
  };
}

/**
 * `AWS4-HMAC-SHA256 Credential=...`: the clients of `adapter-aws`, on paths that need no encoding. Host, date and token must be
 * signed, and the body unless the request says that it is not.
 */
export function readAwsSignature(request: ReceivedRequest): Claim {
  const pattern = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]+)$/;
  const [, accessKeyId = "", scope = "", names = "", signature = ""] =
    pattern.exec(request.header("authorization")) ?? [];
  const signed = names.split(";");
  const required = request.headersBlock("host", "x-amz-date", "x-amz-security-token").split("\n").filter(Boolean);
  const isComplete = required.every((line) => signed.includes(line.slice(0, line.indexOf(":"))));
  const block = signed.map((name) => `${name}:${request.header(name).trim()}\n`);
  const query = request.query.split("&").sort().join("&");
  const unsigned = "UNSIGNED-PAYLOAD";
  const hash = request.header("x-amz-content-sha256") === unsigned ? unsigned : sha256(request.body);
  const canonical = [request.method, request.path, query, block.join(""), names, hash].join("\n");
  const text = ["AWS4-HMAC-SHA256", request.header("x-amz-date"), scope, sha256(canonical)].join("\n");
  return {
    accessKeyId,
    securityToken: request.header("x-amz-security-token") || undefined,
    signature,
    expected: (secret) => (isComplete ? hmac("sha256", derivedKey(`AWS4${secret}`, scope), text).toString("hex") : ""),
  };
}

/** The key and token of an ACS3 request. The signature stands unchecked: the emulator verifies those. */
export function readAcs3Credentials(request: ReceivedRequest): Claim {
  const [, accessKeyId = ""] = /Credential=([^,]+)/.exec(request.header("authorization")) ?? [];
  return { accessKeyId, securityToken: request.header("x-acs-security-token") || undefined, ...unchecked };
}

/** The key and token of an RPC request. The signature stands unchecked: the emulator verifies those. */
export function readRpcCredentials(request: ReceivedRequest): Claim {
  const parameters = new URLSearchParams(request.query);
  return {
    accessKeyId: parameters.get("AccessKeyId") ?? "",
    securityToken: parameters.get("SecurityToken") ?? undefined,
    ...unchecked,
  };
}

const unchecked = { signature: "", expected: (): string => "" };
