import { readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configurations } from "../examples/configuration.js";
import { providers } from "../examples/credentials.js";
import { everyday } from "../examples/everyday.js";
import { quickstart } from "../examples/quickstart.js";
import { OssClient, type OssClientOptions } from "../src/index.js";
import { bucket, setup, temporaryDirectory, testHost, type Setup } from "./fixture.js";

let world: Setup;

beforeAll(async () => {
  world = await setup();
});

afterAll(() => world[Symbol.asyncDispose]());

const read = (path: string): Promise<string> => readFile(new URL(`../${path}`, import.meta.url), "utf8");

/** Code, however it is laid out. */
const oneLine = (code: string): string => code.replace(/\s+/g, "").replace(/,([)}])/g, "$1");

it("the README shows the examples as they are", async () => {
  const readme = await read("README.md");
  const blocks = [...readme.matchAll(/<!-- (examples\/\S+) -->\n+```ts\n([^]*?)```/g)];
  expect(blocks.map(([, path]) => path)).toEqual(["examples/quickstart.ts", "examples/everyday.ts"]);
  for (const [, path = "", block] of blocks) expect(block).toBe(await read(path));
  const sources = oneLine((await read("examples/configuration.ts")) + (await read("examples/credentials.ts")));
  for (const name of [...Object.keys(configurations), ...Object.keys(providers)]) {
    const [, code = "missing"] = new RegExp(`^\\| ${name} +\\| \`(.*)\` *\\|$`, "m").exec(readme) ?? [];
    expect(sources).toContain(oneLine(code));
  }
});

it("quickstart", async () => {
  const emulator = world.emulator;
  process.env["OSS_ACCESS_KEY_ID"] = world.keys.accessKeyId;
  process.env["OSS_ACCESS_KEY_SECRET"] = world.keys.accessKeySecret;
  expect(await quickstart(emulator.oss.url)).toBe("hi oss");
});

describe("client configuration", () => {
  const expected: Record<keyof typeof configurations, string> = {
    "custom domain": "https://www.example.com/k",
    timeouts: "https://my-bucket.oss-cn-hangzhou.aliyuncs.com/k",
    retries: "https://my-bucket.oss-cn-hangzhou.aliyuncs.com/k",
    "plain http": "http://my-bucket.oss-cn-hangzhou.aliyuncs.com/k",
    proxy: "https://my-bucket.oss-cn-hangzhou.aliyuncs.com/k",
    internal: "https://my-bucket.oss-cn-hangzhou-internal.aliyuncs.com/k",
    accelerated: "https://my-bucket.oss-accelerate.aliyuncs.com/k",
    "private domain": "https://my-bucket.service.corp.example.com/k",
    government: "https://my-bucket.oss-cn-north-2-gov-1-internal.aliyuncs.com/k",
    "cloud box": "http://my-bucket.cb-123.cn-hangzhou.oss-cloudbox.aliyuncs.com/k",
    "cloud box, given": "http://my-bucket.cb-123.cn-hangzhou.oss-cloudbox.aliyuncs.com/k",
    connections: "https://my-bucket.oss-cn-hangzhou.aliyuncs.com/k",
  };

  it.each(Object.entries(expected))("%s", async (name, url) => {
    const options: OssClientOptions | undefined = Object.entries(configurations).find(([each]) => each === name)?.[1];
    if (options === undefined) throw new Error("no such configuration");
    await using client = new OssClient(options);
    const presigned = await client.presign("GetObject", { bucket, key: "k" });
    expect(presigned.url.split("?")[0]).toBe(url);
    expect(decodeURIComponent(presigned.url)).toContain(
      name.startsWith("cloud box") ? "/cb-123/oss-cloudbox/aliyun_v4_request" : "/oss/aliyun_v4_request",
    );
  });

  it("a domain bound to a bucket", async () => {
    world.emulator.oss.bindBucket("localhost", bucket);
    const client = world.newClient({ endpoint: `http://localhost:${String(world.emulator.oss.port)}`, useCname: true });
    await client.putObject({ bucket, key: "cname", body: "through the domain" });
    expect(await (await client.getObject({ bucket, key: "cname" })).body.text()).toBe("through the domain");
  });
});

describe("credentials", () => {
  it.each(Object.keys(providers))("%s", async (name) => {
    const credentialsProvider = providers[name]?.();
    if (credentialsProvider === undefined) throw new Error("no such provider");
    expect(typeof credentialsProvider.getCredentials).toBe("function");
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? "unsigned");
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    await using client = new OssClient({
      region: "cn-hangzhou",
      endpoint: `http://127.0.0.1:${String(port)}`,
      credentialsProvider,
      host: testHost(),
    });
    // Those that would ask a cloud are made, not called.
    const isLocal = !/ARN|ECS|chain/.test(name);
    if (isLocal) await client.deleteObject({ bucket, key: "k" });
    expect(seen).toHaveLength(isLocal ? 1 : 0);
    if (isLocal) expect(seen[0]).toMatch(name === "anonymous" ? /^unsigned$/ : /^OSS4-HMAC-SHA256 Credential=/);
    await new Promise((resolve) => server.close(resolve));
  });
});

it("everyday work and troubleshooting", async () => {
  await using files = await temporaryDirectory();
  await writeFile(files.file("data.bin"), Buffer.alloc(7 * 1024 * 1024, 1));
  const log = await everyday(world.client, files.path);
  const until = new Date(world.host.now() + 3_600_000).toISOString();
  expect(log).toEqual([
    "data.bin: 7340032 bytes",
    `${world.emulator.oss.url}/my-bucket/data.bin works until ${until}`,
    "NoSuchKey 404 0026-00000001",
  ]);
});
