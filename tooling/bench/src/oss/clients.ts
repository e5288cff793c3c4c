import { Readable } from "node:stream";
import { largeBytes, smallBytes } from "./sizes.js";

/** What every client is measured doing. */
export interface ObjectClient {
  readonly name: string;
  put(): Promise<unknown>;
  get(): Promise<unknown>;
  /** 512 MiB up, from a stream. Absent: the client cannot. */
  upload?(): Promise<unknown>;
  /** 512 MiB down, every byte looked at and dropped. */
  download?(): Promise<unknown>;
}

const bucket = "my-bucket";
const key = "small.bin";
const large = "large.bin";
const small = Buffer.alloc(smallBytes, 1);
const accessKeyId = "LTAI-bench";
const accessKeySecret = "secret";

/** 512 MiB in the pieces that files are read in. */
function source(): Readable {
  const piece = Buffer.alloc(64 * 1024, 1);
  let left = largeBytes / piece.length;
  return new Readable({
    highWaterMark: 256 * 1024,
    read() {
      this.push(left-- > 0 ? piece : null);
    },
  });
}

async function drain(stream: AsyncIterable<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of stream) bytes += chunk.length;
  return bytes;
}

/**
 * Each client against one server, raw undici first. All reach it with as many connections as they like, up to 128. A client's library is
 * loaded with it: a process that measures one has no other in its memory.
 */
export const makeClients: Readonly<Record<string, (url: string) => Promise<ObjectClient>>> = {
  async undici(url) {
    const { Agent } = await import("undici");
    const agent = new Agent({ connections: 128, keepAliveTimeout: 50_000 });
    const origin = new URL(url).origin;
    const request = (method: "GET" | "PUT", path: string, body?: Buffer | Readable, length = 0) =>
      agent.request({ origin, path, method, ...(body && { body, headers: { "content-length": String(length) } }) });
    return {
      name: "undici, unsigned",
      put: async () => (await request("PUT", `/${bucket}/${key}`, small, smallBytes)).body.dump(),
      get: async () => (await request("GET", `/${bucket}/${key}`)).body.arrayBuffer(),
      upload: async () => (await request("PUT", `/${bucket}/${large}`, source(), largeBytes)).body.dump(),
      download: async () => drain((await request("GET", `/${bucket}/${large}`)).body),
    };
  },
  async credport(url) {
    const { OssClient, StaticCredentialsProvider } = await import("@credport/oss");
    const credentialsProvider = new StaticCredentialsProvider(accessKeyId, accessKeySecret);
    const client = new OssClient({ region: "cn-hangzhou", endpoint: url, credentialsProvider, maxConnections: 128 });
    return {
      name: "@credport/oss",
      put: () => client.putObject({ bucket, key, body: small }),
      get: async () => (await client.getObject({ bucket, key })).body.bytes(),
      upload: () => client.putObject({ bucket, key: large, body: source(), contentLength: largeBytes }),
      download: async () => drain((await client.getObject({ bucket, key: large })).body),
    };
  },
  async "ali-oss"(url) {
    const { default: OSS } = await import("ali-oss");
    const options = {
      accessKeyId,
      accessKeySecret,
      bucket,
      region: "oss-cn-hangzhou",
      authorizationV4: true,
      timeout: 300_000,
    };
    const client = new OSS({ ...options, endpoint: url.replace("127.0.0.1", "localhost"), cname: true });
    return {
      name: "ali-oss",
      put: () => client.put(key, small),
      get: () => client.get(key),
      upload: () => client.put(large, source(), { timeout: 300_000 }),
      download: async () => {
        const found: { stream?: AsyncIterable<Uint8Array> } = await client.getStream(large);
        if (found.stream !== undefined) await drain(found.stream);
      },
    };
  },
  async "client-s3"(url) {
    const { GetObjectCommand, PutObjectCommand, S3Client } = await import("@aws-sdk/client-s3");
    const credentials = { accessKeyId, secretAccessKey: accessKeySecret };
    const checksums = {
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    } as const;
    const client = new S3Client({
      region: "cn-hangzhou",
      endpoint: url,
      forcePathStyle: true,
      credentials,
      ...checksums,
    });
    return {
      name: "@aws-sdk/client-s3",
      put: () => client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: small })),
      get: async () =>
        (await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }))).Body?.transformToByteArray(),
    };
  },
  async opendal(url) {
    const { Operator } = await import("opendal");
    const endpoint = url.replace("127.0.0.1", "localhost").replace(/\/$/, "");
    // Its OSS service wants `bucket.host`, which no loopback name is; its S3 service signs as much and takes the path.
    const operator = new Operator("s3", {
      endpoint,
      bucket,
      region: "cn-hangzhou",
      access_key_id: accessKeyId,
      secret_access_key: accessKeySecret,
    });
    return { name: "opendal (S3)", put: () => operator.write(key, small), get: () => operator.read(key) };
  },
};
