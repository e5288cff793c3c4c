import { readFile, writeFile } from "node:fs/promises";
import * as core from "@credport/core";
import { FakeClock, scriptedHost, type ScriptedHost } from "@credport/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { configurations } from "../examples/configuration.js";
import { providers } from "../examples/credentials.js";
import { everyday } from "../examples/everyday.js";
import { quickstart } from "../examples/quickstart.js";
import { OssClient, type OssClientOptions } from "../src/index.js";
import { bucket, setup, stubClient, stubServer, temporaryDirectory, type Setup } from "./fixture.js";

/** Providers of cloud credentials are made as the README says, and find a cloud: STS, a metadata service, a token file. */
vi.mock("@credport/node", async (importOriginal) => ({
  ...(await importOriginal<typeof import("@credport/node")>()),
  createProvider: (source: core.CredentialsSource) => core.createProvider(source, { host: cloud() }),
}));

function cloud(): ScriptedHost {
  const host = scriptedHost({
    clock: new FakeClock(Date.now()),
    env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI-of-the-environment", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret" },
    files: { "/var/token": "an OIDC token" },
  });
  const session = (name: string): Record<string, string> => ({
    AccessKeyId: `STS.${name}`,
    AccessKeySecret: "secret",
    SecurityToken: "token",
    Expiration: `${new Date(Date.now() + 3_600_000).toISOString().slice(0, 19)}Z`,
  });
  host.onRequest(({ method, url, body, headers }) => {
    if (url.hostname !== "100.100.100.200") {
      const asked = `${url.search} ${body} ${JSON.stringify(headers)}`;
      const action = /AssumeRole(?:WithOIDC)?/.exec(asked)?.[0] ?? "nothing";
      return { body: { RequestId: "r", Credentials: session(action) } };
    }
    if (method === "PUT") return { body: "a token of the metadata service" };
    return { body: { Code: "Success", ...session(url.pathname.split("/").at(-1) ?? "") } };
  });
  return host;
}

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

it("the README names every option there is, and every `With...` of the Go SDK", async () => {
  const readme = await read("README.md");
  const sources = await Promise.all(
    [
      "config/client-options",
      "transfer/uploader",
      "transfer/downloader",
      "transfer/copier",
      "transfer/object-reader",
    ].map((name) => read(`src/${name}.ts`)),
  );
  const options = sources.flatMap((source) =>
    [...source.matchAll(/interface \w+Options[^{]*\{([^]*?)\n\}/g)].flatMap(([, body = ""]) =>
      [...body.matchAll(/readonly (\w+)\??:/g)].map(([, name = ""]) => name),
    ),
  );
  expect(options.length).toBeGreaterThan(45);
  expect(options.filter((name) => !readme.includes(`\`${name}`))).toEqual([]);
  const setters =
    `Region Endpoint CredentialsProvider SignatureVersion RetryMaxAttempts Retryer HttpClient ConnectTimeout
    ReadWriteTimeout MaxConnections InsecureSkipVerify EnabledRedirect ProxyHost ProxyFromEnvironment UploadBandwidthlimit
    DownloadBandwidthlimit DisableSSL UsePathStyle UseCName UseInternalEndpoint UseDualStackEndpoint UseAccelerateEndpoint
    DisableUploadCRC64Check DisableDownloadCRC64Check AdditionalHeaders UserAgent LogLevel LogPrinter CloudBoxId
    EnableAutoDetectCloudBoxId AccountId BindAddress`.split(/\s+/);
  expect(setters.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
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
  const expected: Record<string, RegExp> = {
    "environment variables": /^OSS4-HMAC-SHA256 Credential=LTAI/,
    static: /Credential=yourAccessKeyId\//,
    "STS, static": /Credential=STS\.id\//,
    RAMRoleARN: /Credential=STS\.AssumeRole\//,
    ECSRAMRole: /Credential=STS\.my-role\//,
    OIDCRoleARN: /Credential=STS\.AssumeRoleWithOIDC\//,
    "default chain": /Credential=LTAI-of-the-environment\//,
    "own function": /Credential=id\//,
    "own class": /Credential=id\//,
    anonymous: /^unsigned$/,
  };

  it.each(Object.keys(providers))("%s", async (name) => {
    const credentialsProvider = providers[name]?.();
    if (credentialsProvider === undefined) throw new Error("no such provider");
    await using server = await stubServer((response) => response.end());
    await using client = stubClient(server, { credentialsProvider });
    await client.deleteObject({ bucket, key: "k" });
    expect(server.requests.map(({ headers }) => headers.authorization ?? "unsigned")).toEqual([
      expect.stringMatching(expected[name] ?? /no such provider/),
    ]);
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
