import { readFileSync } from "node:fs";
import { createServer as createPlainServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import { once } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { createNodeHost } from "@credport/node";
import { afterEach, describe, expect, test } from "vitest";
import { BytePlusClient, volcenginePreset, type BytePlusOptions } from "../src/index.js";
import { listUsers, rejection } from "./world.js";

const fixture = (name: string): URL => new URL(`../../node/test/fixtures/${name}`, import.meta.url);
const ca = readFileSync(fixture("ca.pem"), "utf8");

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) await once(server.close(), "close");
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  return address.port;
}

const answer: RequestListener = (request, response) => {
  request.resume().on("end", () => response.end('{"ResponseMetadata":{"RequestId":"r"},"Result":{}}'));
};

/** The gateway over TLS, its certificate signed by the fixture's authority. */
async function gateway(options: ServerOptions = {}): Promise<string> {
  const identity = { cert: readFileSync(fixture("server.pem")), key: readFileSync(fixture("server-key.pem")) };
  return `https://localhost:${await listen(createSecureServer({ ...identity, ...options }, answer))}`;
}

/** A proxy: tunnels to whatever port of this machine is asked for, answers for http targets itself. `targets`: what it was asked for. */
async function proxy(): Promise<{ readonly url: string; readonly targets: string[] }> {
  const targets: string[] = [];
  const server = createPlainServer((request, response) => {
    targets.push(new URL(request.url ?? "").host);
    answer(request, response);
  }).on("connect", (request, client: Socket) => {
    targets.push(request.url ?? "");
    const upstream = connect(Number(request.url?.split(":").at(-1)), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connected\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
  });
  return { url: `http://127.0.0.1:${await listen(server)}`, targets };
}

async function call(options: BytePlusOptions, environment: Record<string, string> = {}): Promise<unknown> {
  await using host = createNodeHost({ env: environment });
  await using client = new BytePlusClient({
    region: "ap-southeast-1",
    credentials: { accessKeyId: "AKLTid", accessKeySecret: "s" },
    maxRetries: 0,
    host,
    ...options,
  });
  return (await client.call(listUsers)).metadata.RequestId;
}

describe("4 TLS", () => {
  test("an authority of one's own: by value, by file, by BYTEPLUS_CA_BUNDLE", async () => {
    const endpoint = await gateway();
    const caBundle = fileURLToPath(fixture("ca.pem"));
    expect(await call({ endpoint, tls: { ca } })).toBe("r");
    expect(await call({ endpoint, caBundle })).toBe("r");
    const variables = { BYTEPLUS_CA_BUNDLE: caBundle };
    expect(await call({ endpoint, caBundle: "" }, variables)).toBe("r");
    expect(await rejection(call({ endpoint, preset: volcenginePreset }, variables))).toMatchObject({ phase: "tls" });
  });

  test("an unknown authority is refused, unless asked by name not to", async () => {
    const endpoint = await gateway();
    expect(await rejection(call({ endpoint }))).toMatchObject({
      name: "BytePlusNetworkError",
      code: "RequestError",
      kind: "network",
      phase: "tls",
      timeout: false,
    });
    expect(await call({ endpoint, tls: { rejectUnauthorized: false } })).toBe("r");
  });

  test("versions: 1.2 at least, and as minVersion and maxVersion say", async () => {
    const old = await gateway({ minVersion: "TLSv1", maxVersion: "TLSv1.1" });
    expect(await rejection(call({ endpoint: old, tls: { ca } }))).toMatchObject({ phase: "tls" });
    const twelve = await gateway({ maxVersion: "TLSv1.2" });
    expect(await call({ endpoint: twelve, tls: { ca } })).toBe("r");
    expect(await rejection(call({ endpoint: twelve, tls: { ca, minVersion: "TLSv1.3" } }))).toMatchObject({
      phase: "tls",
    });
    const thirteen = await gateway({ minVersion: "TLSv1.3" });
    expect(await rejection(call({ endpoint: thirteen, tls: { ca, maxVersion: "TLSv1.2" } }))).toMatchObject({
      phase: "tls",
    });
  });
});

describe("4 proxies", () => {
  test("httpsProxy, or HTTPS_PROXY, carries calls over https, and only those", async () => {
    const endpoint = await gateway();
    const { url, targets } = await proxy();
    const target = endpoint.replace("https://", "");
    expect(await call({ endpoint, tls: { ca }, httpsProxy: url })).toBe("r");
    expect(await call({ endpoint, tls: { ca } }, { HTTPS_PROXY: url })).toBe("r");
    expect(targets).toEqual([target, target]);
    expect(await call({ endpoint, tls: { ca }, httpProxy: url }, { HTTP_PROXY: url })).toBe("r");
    expect(targets).toHaveLength(2);
  });

  test("the option wins over the environment, upper case over lower", async () => {
    const endpoint = await gateway();
    const [right, wrong] = [await proxy(), await proxy()];
    await call({ endpoint, tls: { ca }, httpsProxy: right.url }, { HTTPS_PROXY: wrong.url });
    await call({ endpoint, tls: { ca } }, { HTTPS_PROXY: right.url, https_proxy: wrong.url });
    expect([right.targets.length, wrong.targets.length]).toEqual([2, 0]);
  });

  test.each(["localhost", "*", "other.example, localhost"])("NO_PROXY=%s keeps the environment's out", async (list) => {
    const endpoint = await gateway();
    const { url, targets } = await proxy();
    expect(await call({ endpoint, tls: { ca } }, { HTTPS_PROXY: url, NO_PROXY: list })).toBe("r");
    expect(targets).toEqual([]);
  });

  test("httpProxy goes by the endpoint's real scheme", async () => {
    const endpoint = `http://127.0.0.1:${await listen(createPlainServer(answer))}`;
    const { url, targets } = await proxy();
    expect(await call({ endpoint, httpProxy: url, httpsProxy: "http://127.0.0.1:9" })).toBe("r");
    expect(targets).toEqual([endpoint.replace("http://", "")]);
  });

  test("a proxy that cannot be reached is a network error of the call", async () => {
    const endpoint = await gateway();
    expect(await rejection(call({ endpoint, tls: { ca }, httpsProxy: "http://127.0.0.1:9" }))).toMatchObject({
      name: "BytePlusNetworkError",
      errno: "ECONNREFUSED",
    });
  });
});
