import type { BearerCredentials, Credentials, CredentialsProvider } from "@credport/core";
import OSS from "ali-oss";
import { OSSObject } from "oss-client";
import { createAliOss, createOssClient } from "./index.js";

// A client that cannot send a bearer token does not compile with a provider of them, nor with one that may give them (spec
// "adapters" 1).

declare const bearer: CredentialsProvider<BearerCredentials>;
declare const any: CredentialsProvider<Credentials>;
const endpoint = "https://oss-cn-hangzhou.aliyuncs.com";

export const refused: readonly unknown[] = [
  // @ts-expect-error -- no bearer token can be sent
  createAliOss(OSS, { provider: bearer }),
  // @ts-expect-error -- no bearer token can be sent
  createAliOss(OSS, { provider: any }),
  // @ts-expect-error -- no bearer token can be sent
  createOssClient(OSSObject, { provider: bearer, endpoint }),
  // @ts-expect-error -- no bearer token can be sent
  createOssClient(OSSObject, { provider: any, endpoint }),
];
