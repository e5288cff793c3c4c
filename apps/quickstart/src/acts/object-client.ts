import { createAliOss } from "@credport/adapter-ali-oss";
import type { CredentialsProvider } from "@credport/core";
import { OssClient } from "@credport/oss";
import OSS from "ali-oss";
import type { OssPlace } from "../stage/stage.js";

/** The little this program asks of an OSS client. */
export interface ObjectClient {
  readonly name: string;
  put(key: string, body: Buffer): Promise<void>;
  get(key: string): Promise<Buffer>;
}

/** `ali-oss`, on the shared provider. */
export function aliOss(provider: CredentialsProvider, { bucket, region, endpoint }: OssPlace): OSS {
  return createAliOss(OSS, {
    provider,
    bucket,
    region: `oss-${region}`,
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}

/** `ali-oss` as an {@link ObjectClient}. */
export function aliOssObjects(client: OSS): ObjectClient {
  return {
    name: "ali-oss",
    async put(key, body) {
      await client.put(key, body);
    },
    async get(key) {
      const found: { content?: Uint8Array } = await client.get(key);
      return Buffer.from(found.content ?? []);
    },
  };
}

/** Our own client, on the shared provider. */
export function ossClient(credentialsProvider: CredentialsProvider, { region, endpoint }: OssPlace): OssClient {
  return new OssClient({ region, endpoint, credentialsProvider });
}

/** Our own client as an {@link ObjectClient}. */
export function ossClientObjects(client: OssClient, bucket: string): ObjectClient {
  return {
    name: "@credport/oss",
    async put(key, body) {
      await client.putObject({ bucket, key, body });
    },
    async get(key) {
      const { body } = await client.getObject({ bucket, key });
      return body.bytes();
    },
  };
}
