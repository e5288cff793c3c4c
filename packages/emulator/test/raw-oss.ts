import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { KeyPair } from "../src/index.js";
import { formatStamp } from "../src/clock/stamp.js";
import { latin1FromUtf8 } from "../src/http/header-text.js";
import { parseQuery } from "../src/http/query.js";
import { ossV4CanonicalRequest, ossV4Signature, ossV4StringToSign, type OssV4Scope } from "../src/signatures/oss-v4.js";
import { percentEncodePath } from "../src/signatures/percent-encode.js";

/** What came back, read whole. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** The error code in the body, or in `x-oss-err`. */
  readonly code: string | undefined;
  /** The diagnosis code. */
  readonly ec: string | undefined;
}

export interface RawRequest {
  readonly port: number;
  readonly method?: string;
  /** Sent as it is. */
  readonly path: string;
  /** A list is sent as so many headers. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string | Buffer;
}

/** Sends exactly this path and these headers, which `fetch` would not. */
export function send({ port, method = "GET", path, headers = {}, body }: RawRequest): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: "127.0.0.1", port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const whole = Buffer.concat(chunks);
        const encoded = String(response.headers["x-oss-err"] ?? "");
        const text = whole.length > 0 ? whole.toString() : Buffer.from(encoded, "base64").toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: whole,
          text,
          code: /<Code>(.*?)<\/Code>/.exec(text)?.[1],
          ec: /<EC>(.*?)<\/EC>/.exec(text)?.[1],
        });
      });
    });
    sent.on("error", reject);
    sent.end(body === undefined ? body : Buffer.from(body));
  });
}

export interface SignedRequest {
  readonly port: number;
  readonly keys: KeyPair & { readonly securityToken?: string };
  readonly bucket?: string;
  readonly key?: string;
  readonly method?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** The time signed, in ms. */
  readonly at: number;
  readonly scope?: Partial<Record<"day" | "region" | "product", string>>;
  readonly additionalHeaders?: readonly string[];
  /** Headers added or replaced after signing. */
  readonly tamper?: Readonly<Record<string, string | string[]>>;
}

/** Signs with V4 in the header, path style, and sends; each part of the scope can be made wrong. */
export function sendSigned(fields: SignedRequest): Promise<RawAnswer> {
  const { port, keys, bucket, key, method = "GET", query = "", body, at, additionalHeaders = [] } = fields;
  const stamp = formatStamp(at);
  const headers: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    "x-oss-date": stamp,
    "x-oss-content-sha256": "UNSIGNED-PAYLOAD",
    ...(keys.securityToken === undefined ? {} : { "x-oss-security-token": keys.securityToken }),
    ...fields.headers,
  };
  const { day = stamp.slice(0, 8), region = "cn-hangzhou", product = "oss" } = fields.scope ?? {};
  const scope: OssV4Scope = [day, region, product, "aliyun_v4_request"];
  const request = {
    method,
    query: parseQuery(query),
    headerNames: Object.keys(headers),
    header: (name: string): string | undefined => headers[name],
  };
  const canonicalRequest = ossV4CanonicalRequest(request, { bucket, key }, additionalHeaders);
  const signature = ossV4Signature(keys.accessKeySecret, scope, ossV4StringToSign(stamp, scope, canonicalRequest));
  const additional = additionalHeaders.length === 0 ? "" : `AdditionalHeaders=${additionalHeaders.join(";")},`;
  const authorization = `OSS4-HMAC-SHA256 Credential=${keys.accessKeyId}/${scope.join("/")},${additional}Signature=${signature}`;
  const encoded = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, latin1FromUtf8(value)]));
  const path = bucket === undefined ? "/" : `/${bucket}/${percentEncodePath(key ?? "")}`;
  return send({
    port,
    method,
    path: query === "" ? path : `${path}?${query}`,
    headers: { ...encoded, authorization, ...fields.tamper },
    ...(body === undefined ? {} : { body }),
  });
}
