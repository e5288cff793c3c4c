import { createRequire } from "node:module";
import type { CredentialsProvider } from "@credport/core";
import { adapterConformance, startRecordingService, type SeenCredentials } from "@credport/testing";
import OSS from "ali-oss";
import { OSSObject } from "oss-client";
import { createAliOss, createOssClient } from "../src/index.js";

const lowest: typeof OSS = createRequire(import.meta.url)("ali-oss-lowest");
const content = Buffer.from("x");

/** Each client: makes one on a provider, and gives its simplest request. */
const clients: Readonly<Record<string, (provider: CredentialsProvider, url: string) => () => Promise<unknown>>> = {
  "createAliOss with 6.23.0": (provider, endpoint) => {
    const client = createAliOss(OSS, { provider, endpoint, bucket: "bucket", region: "oss-cn-hangzhou" });
    return () => client.put("key", content);
  },
  "createAliOss with 6.20.0 and V1": (provider, endpoint) => {
    const client = createAliOss(lowest, { provider, endpoint, bucket: "bucket" });
    return () => client.put("key", content);
  },
  "createOssClient with 2.5.1": (provider, endpoint) => {
    const client = createOssClient(OSSObject, { provider, endpoint, bucket: "bucket" });
    return () => client.put("key", content);
  },
};

for (const [name, make] of Object.entries(clients)) {
  adapterConformance({
    name,
    async connect(provider) {
      const service = await startRecordingService({ read: readCredentials });
      return service.setupOf(make(provider, service.url));
    },
  });
}

function readCredentials({ headers }: { headers: Record<string, string | string[] | undefined> }): SeenCredentials {
  const [, v1, v4] = /^OSS (.+):|Credential=([^/]+)/.exec(String(headers["authorization"])) ?? [];
  return { accessKeyId: v1 ?? v4 ?? "", securityToken: String(headers["x-oss-security-token"] ?? "") };
}
