import { afterEach } from "vitest";
import type { OssClient } from "../src/index.js";
import { stubClient, stubServer, type StubServer } from "./fixture.js";

export const bucket = "my-bucket";
export const target = { bucket, key: "a/夏 1+.bin" };
export const path = "/my-bucket/a/%E5%A4%8F%201%2B.bin";
export const date = new Date("2030-01-02T03:04:05Z");
export const httpDate = "Wed, 02 Jan 2030 03:04:05 GMT";
export const emptyMd5 = "1B2M2Y8AsgTpgAmY7PhCfg==";
const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

export interface Scripted {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends one call to a stub that answers as scripted: what went over the wire, and what came of it. */
export async function exchange<Result>(
  call: (client: OssClient) => Promise<Result>,
  { status = 200, headers = {}, body = "" }: Scripted = {},
): Promise<{ sent: StubServer["requests"][number]; result: Result }> {
  const server = await stubServer((response) =>
    // As bytes: before a text, Node would write headers in UTF-8.
    response.writeHead(status, { "x-oss-request-id": "ID", ...headers }).end(Buffer.from(body)),
  );
  const client = stubClient(server, { retryMaxAttempts: 1 });
  open.push(server, client);
  const result = await call(client);
  const [sent] = server.requests;
  if (sent === undefined || server.requests.length !== 1) throw new Error("there was not one request");
  return { sent, result };
}

/** The vendor's and the content's headers of a request, without those that sign it. */
export function vendorHeaders(headers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const others = /^(?:host|connection|date|user-agent|authorization|x-oss-date|x-oss-content-sha256)$/;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !others.test(name)));
}

const content = {
  cacheControl: "no-cache",
  contentDisposition: "attachment",
  contentEncoding: "gzip",
  contentType: "text/x",
  expires: date,
  metadata: { Owner: "李", empty: "" },
};
const contentSent = {
  "cache-control": "no-cache",
  "content-disposition": "attachment",
  "content-encoding": "gzip",
  "content-type": "text/x",
  expires: httpDate,
  "x-oss-meta-owner": Buffer.from("李").toString("latin1"),
  "x-oss-meta-empty": "",
};
export const encryption = {
  serverSideEncryption: "KMS",
  serverSideDataEncryption: "SM4",
  serverSideEncryptionKeyId: "key-1",
} as const;
export const encryptionSent = {
  "x-oss-server-side-encryption": "KMS",
  "x-oss-server-side-data-encryption": "SM4",
  "x-oss-server-side-encryption-key-id": "key-1",
};
export const creation = {
  ...content,
  ...encryption,
  objectAcl: "public-read",
  storageClass: "IA",
  forbidOverwrite: true,
  tagging: { "k 1": "v&=", b: "" },
  trafficLimit: 819_200,
  requestPayer: "requester",
} as const;
export const creationSent = {
  ...contentSent,
  ...encryptionSent,
  "x-oss-object-acl": "public-read",
  "x-oss-storage-class": "IA",
  "x-oss-forbid-overwrite": "true",
  "x-oss-tagging": "k%201=v%26%3D&b=",
  "x-oss-traffic-limit": "819200",
  "x-oss-request-payer": "requester",
};
export const conditions = { ifMatch: '"1"', ifNoneMatch: '"2"', ifModifiedSince: date, ifUnmodifiedSince: httpDate };
export const conditionsSent = {
  "if-match": '"1"',
  "if-none-match": '"2"',
  "if-modified-since": httpDate,
  "if-unmodified-since": httpDate,
};
export const copySource = {
  sourceBucket: "src-bucket",
  sourceKey: "/s//夏 1",
  sourceVersionId: "CAEQ/x=",
  copySourceIfMatch: '"1"',
  copySourceIfNoneMatch: '"2"',
  copySourceIfModifiedSince: date,
  copySourceIfUnmodifiedSince: date,
};
export const copySourceSent = {
  "x-oss-copy-source": "/src-bucket//s//%E5%A4%8F%201?versionId=CAEQ/x=",
  "x-oss-copy-source-if-match": '"1"',
  "x-oss-copy-source-if-none-match": '"2"',
  "x-oss-copy-source-if-modified-since": httpDate,
  "x-oss-copy-source-if-unmodified-since": httpDate,
};
export const stored = {
  etag: '"E"',
  "content-md5": "MD5",
  "x-oss-hash-crc64ecma": "18446744073709551615",
  "x-oss-version-id": "V",
};
