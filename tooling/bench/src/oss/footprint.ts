import type { Program } from "../footprint/import-cost.js";
import type { Install } from "../footprint/install-size.js";

const sendAndFetch: Readonly<Record<"@credport/oss" | "ali-oss", string>> = {
  "@credport/oss": `
    const { OssClient, StaticCredentialsProvider } = await import("@credport/oss");
    const credentialsProvider = new StaticCredentialsProvider("LTAI-bench", "secret");
    const client = new OssClient({ region: "cn-hangzhou", endpoint: process.env.ENDPOINT, credentialsProvider });
    await client.putObject({ bucket: "my-bucket", key: "small.bin", body: Buffer.alloc(1024, 1) });
    await (await client.getObject({ bucket: "my-bucket", key: "small.bin" })).body.bytes();`,
  "ali-oss": `
    const { default: OSS } = await import("ali-oss");
    const client = new OSS({
      accessKeyId: "LTAI-bench", accessKeySecret: "secret", region: "oss-cn-hangzhou", bucket: "my-bucket", authorizationV4: true,
      endpoint: process.env.ENDPOINT.replace("127.0.0.1", "localhost"), cname: true,
    });
    await client.put("small.bin", Buffer.alloc(1024, 1));
    await client.get("small.bin");`,
};

/** Programs that import an OSS client, and some that use it. */
export function programs(url: string): readonly Program[] {
  const imported = ["@credport/oss/credentials", "@credport/oss", "ali-oss", "@aws-sdk/client-s3", "opendal"].map(
    (name): Program => ({ name: `${name}, import`, environment: {}, source: `await import("${name}");` }),
  );
  const used = Object.entries(sendAndFetch).map(([name, source]): Program => ({
    name: `${name}, an object sent and fetched`,
    environment: { ENDPOINT: url },
    source,
  }));
  return [...imported, ...used];
}

/** Installations of the OSS clients. */
export const installs: readonly Install[] = [
  ["@credport/oss", ["@credport/oss"]],
  ["ali-oss", ["ali-oss"]],
  ["@aws-sdk/client-s3", ["@aws-sdk/client-s3"]],
  ["opendal (its native code is a package per platform, not counted)", ["opendal"]],
];
