import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createPlainServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer, Server as SecureServer, type ServerOptions } from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import { Readable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { OssClient, StaticCredentialsProvider, type OssClientOptions } from "../src/index.js";
import { stubServer, testHost } from "./fixture.js";

const fixture = (name: string): string =>
  readFileSync(new URL(`../../node/test/fixtures/${name}`, import.meta.url), "utf8");
const ca = fixture("ca.pem");
const target = { bucket: "my-bucket", key: "a/../b" };
const servers: Server[] = [];
const sockets = new Set<Socket>();

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) await once(server.close(), "close");
});

async function listen(server: Server, address = "127.0.0.1"): Promise<number> {
  servers.push(server);
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await once(server.listen(0, address), "listening");
  const bound: AddressInfo | string | null = server.address();
  if (bound === null || typeof bound === "string") throw new Error("There is no port.");
  return bound.port;
}

const answer: RequestListener = (request, response) => {
  request.resume().on("end", () => response.end(`${request.headers.host} ${request.url}`));
};

const identity = { cert: fixture("server.pem"), key: fixture("server-key.pem") };

/** A service over TLS, its certificate signed by the fixture's authority. */
async function service(options: ServerOptions = {}): Promise<string> {
  return `https://localhost:${await listen(createSecureServer({ ...identity, ...options }, answer))}`;
}

/** A proxy that tunnels to whatever port of this machine it is asked for. */
async function proxy(server: Server = createPlainServer(answer)): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  server.on("connect", (request, client: Socket) => {
    asked.push(`${request.url} ${request.headers["proxy-authorization"]}`);
    const upstream = connect(Number(request.url?.split(":").at(-1)), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connected\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
    client.on("error", () => upstream.destroy());
    upstream.on("error", () => client.destroy());
  });
  const scheme = server instanceof SecureServer ? "https" : "http";
  return { url: `${scheme}://user:pass@127.0.0.1:${await listen(server)}`, asked };
}

/** What a service says it was asked for, over either back end; or why it was not. */
async function ask(options: Partial<OssClientOptions>, headers: Record<string, string> = {}): Promise<string> {
  await using client = new OssClient({
    region: "cn-hangzhou",
    credentialsProvider: new StaticCredentialsProvider("id", "secret"),
    usePathStyle: true,
    retryMaxAttempts: 1,
    // So few that no first objects go over node:http.
    maxConnections: 1,
    host: testHost(),
    ...options,
  });
  const put = { operation: "Put", method: "PUT", body: "x", ...target } as const;
  const { body } = await client.invoke(put, { headers });
  return Buffer.from(await (body instanceof Uint8Array ? body : body.bytes())).toString();
}

const backEnds = [
  ["undici", {}],
  ["node:https", { Expect: "100-continue" }],
] as const;

describe.each(backEnds)("4 TLS over %s", (_name, headers) => {
  it("checks certificates, unless told not to or given the authority", async () => {
    const endpoint = await service();
    await expect(ask({ endpoint }, headers)).rejects.toMatchObject({ name: "OperationError" });
    expect(await ask({ endpoint, tls: { ca } }, headers)).toMatch(/ \/my-bucket\/a\/\.\.\/b$/);
    expect(await ask({ endpoint, insecureSkipVerify: true }, headers)).toMatch(/^localhost:/);
  });

  it("does not repeat what a certificate has failed", async () => {
    const endpoint = await service();
    const host = testHost();
    await expect(ask({ endpoint, host, retryMaxAttempts: 3 }, headers)).rejects.toThrow();
    expect(host.waits).toEqual([]);
  });

  it("speaks TLS 1.2 at least, 1.3 where asked to", async () => {
    const old = await service({ minVersion: "TLSv1", maxVersion: "TLSv1.1" });
    await expect(ask({ endpoint: old, tls: { ca } }, headers)).rejects.toThrow();
    const twelve = await service({ maxVersion: "TLSv1.2" });
    expect(await ask({ endpoint: twelve, tls: { ca } }, headers)).toMatch(/^localhost:/);
    await expect(ask({ endpoint: twelve, tls: { ca, minVersion: "TLSv1.3" } }, headers)).rejects.toThrow();
  });

  it("signs in to a proxy over TLS where its URL says https, for http requests, too", async () => {
    const proxyHost = (await service()).replace("//", "//user:pass@");
    const endpoint = "http://oss.example.com";
    const said = "my-bucket.oss.example.com http://my-bucket.oss.example.com/a/../b";
    expect(await ask({ endpoint, tls: { ca }, proxyHost, usePathStyle: false }, headers)).toBe(said);
    await expect(ask({ endpoint, proxyHost }, headers)).rejects.toThrow();
  });

  it("goes through a tunnel of a proxy over TLS, checked by the same authorities", async () => {
    const endpoint = (await service()).replace("localhost", "sts.example.com");
    const { url, asked } = await proxy(createSecureServer(identity));
    const answered = await ask({ endpoint, tls: { ca }, proxyHost: url }, headers);
    expect(answered).toMatch(/^sts\.example\.com:\d+ \/my-bucket\//);
    expect(asked).toHaveLength(1);
    await expect(ask({ endpoint, proxyHost: url }, headers)).rejects.toThrow();
  });

  it("goes through a tunnel of a proxy, given or from the environment", async () => {
    const endpoint = await service();
    const host = endpoint.slice("https://".length);
    const { url, asked } = await proxy();
    expect(await ask({ endpoint, tls: { ca }, proxyHost: url }, headers)).toBe(`${host} /my-bucket/a/../b`);
    expect(asked).toEqual([`${host} Basic dXNlcjpwYXNz`]);
    const variables: Record<string, string> = { HTTPS_PROXY: url };
    const environment = { ...testHost(), env: (name: string) => variables[name] };
    await ask({ endpoint, tls: { ca }, host: environment }, headers);
    expect(asked).toHaveLength(1);
    await ask({ endpoint, tls: { ca }, host: environment, proxyFromEnvironment: true }, headers);
    expect(asked).toHaveLength(2);
    variables["NO_PROXY"] = "localhost";
    await ask({ endpoint, tls: { ca }, host: environment, proxyFromEnvironment: true }, headers);
    expect(asked).toHaveLength(2);
    await ask({ endpoint, tls: { ca }, host: environment, proxyFromEnvironment: true, proxyHost: url }, headers);
    expect(asked).toHaveLength(3);
  });
});

it("3.2: an IPv6 endpoint is in path style on the wire, whatever is asked for", async () => {
  const port = await listen(createPlainServer(answer), "::1");
  const endpoint = `http://[::1]:${port}/dropped?too`;
  for (const [, headers] of backEnds) {
    expect(await ask({ endpoint, useCname: true, usePathStyle: false }, headers)).toBe(
      `[::1]:${port} /my-bucket/a/../b`,
    );
  }
});

it("3: connects from the address it is bound to", async () => {
  const from: (string | undefined)[] = [];
  const port = await listen(
    createPlainServer((request, response) => {
      from.push(request.socket.remoteAddress);
      answer(request, response);
    }),
  );
  for (const [, headers] of backEnds)
    await ask({ endpoint: `http://127.0.0.1:${port}`, bindAddress: "127.0.0.2" }, headers);
  expect(from).toEqual(["127.0.0.2", "127.0.0.2"]);
});

it("3: gives redirects up after ten", async () => {
  await using server = await stubServer((response) => response.writeHead(302, { location: "/my-bucket/again" }).end());
  await using client = new OssClient({
    region: "cn-hangzhou",
    endpoint: server.url,
    enabledRedirect: true,
    credentialsProvider: new StaticCredentialsProvider("id", "secret"),
  });
  await expect(client.getObject(target)).rejects.toMatchObject({ cause: { code: "TOO_MANY_REDIRECTS" } });
  expect(server.requests).toHaveLength(11);
});

it("3: a redirect that asks for the body again is an answer, one to look elsewhere is followed without it", async () => {
  await using server = await stubServer((response, attempt) =>
    attempt === 3 ? response.end("there") : response.writeHead(attempt === 1 ? 307 : 303, { location: "/b/x" }).end(),
  );
  await using client = new OssClient({
    region: "cn-hangzhou",
    endpoint: server.url,
    enabledRedirect: true,
    credentialsProvider: new StaticCredentialsProvider("id", "secret"),
  });
  await expect(client.putObject({ ...target, body: Readable.from(["x"]) })).rejects.toThrow("Http Status Code: 307");
  expect((await client.putObject({ ...target, body: "x" })).statusCode).toBe(200);
  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    "PUT /my-bucket/a/../b",
    "PUT /my-bucket/a/../b",
    "GET /b/x",
  ]);
});
