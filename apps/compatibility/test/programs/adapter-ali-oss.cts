import { createAliOss, createOssClient } from "@credport/adapter-ali-oss";
import type { CredentialsProvider } from "@credport/core";
import OSS from "ali-oss";
import { OSSObject } from "oss-client";

export async function use(provider: CredentialsProvider): Promise<void> {
  const client: OSS = createAliOss(OSS, { provider, bucket: "b", region: "oss-cn-hangzhou" });
  await client.put("key", Buffer.from("x"));
  const other: OSSObject = createOssClient(OSSObject, { provider, bucket: "b", endpoint: "https://example.com" });
  await other.put("key", Buffer.from("x"));
  // @ts-expect-error keys come from the provider
  createAliOss(OSS, { provider, accessKeyId: "id" });
}
