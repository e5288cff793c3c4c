import { inspect } from "node:util";
import { CredentialsError } from "@credport/core";
import { assertNoCanary, canary, type canaries } from "@credport/testing";
import { expect, test } from "vitest";
import { CredentialsProviderFunc, StaticCredentialsProvider, type OssClient } from "../src/index.js";
import { refuse, setup, stubClient, stubServer, type StubHandler } from "./fixture.js";

const place = { bucket: "my-bucket", key: "key.txt" };
const once = { retryMaxAttempts: 1 };
const keys = new StaticCredentialsProvider("STS.canary", canary.accessKeySecret, canary.securityToken);

/** Everything a program can print of a value without asking for a property by its name, as `snapshot` must be asked for. */
function shown(value: unknown): string[] {
  const text = inspect(value, { depth: null, showHidden: true, maxStringLength: null });
  return [String(value), JSON.stringify(value), inspect(value, { depth: null }), text];
}

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail("it did not fail"),
    (error: unknown) => error,
  );

const echo: StubHandler = (response, _attempt, { headers, url }) => {
  response.writeHead(403, { "content-type": "application/xml" });
  response.end(`<Error><Code>AccessDenied</Code><Message>no</Message><Sent>${url} ${inspect(headers)}</Sent></Error>`);
};

const answers: Readonly<Record<string, StubHandler>> = {
  "the answer quotes the request": echo,
  "the message quotes the token": (response, _attempt, { headers }) => {
    response.writeHead(403, { "content-type": "application/xml" });
    const token = String(headers["x-oss-security-token"]);
    response.end(`<Error><Code>SecurityTokenExpired</Code><Message>${token} has expired</Message></Error>`);
  },
  "the answer is a page": (response, _attempt, { headers }) => {
    response.writeHead(502, { "content-type": "text/html" }).end(`<html>${inspect(headers)}</html>`);
  },
  "the document is cut off": (response, _attempt, { headers }) => {
    response.writeHead(400, { "content-type": "application/xml" });
    response.end(`<Error><Code>${String(headers["x-oss-security-token"])}`);
  },
  "the service is busy": (response) => refuse(response, 503, "ServiceUnavailable"),
  "the connection breaks": (response) => void response.destroy(),
};

const calls: Readonly<Record<string, (client: OssClient) => Promise<unknown>>> = {
  get: (client) => client.getObject(place, once),
  put: (client) => client.putObject({ ...place, body: "text" }, once),
  list: (client) => client.listObjectsV2({ bucket: "my-bucket" }, once),
};

test.each(Object.entries(answers))("no secret shows in an error or in the log when: %s", async (_name, answer) => {
  await using server = await stubServer(answer);
  const lines: string[] = [];
  for (const signatureVersion of ["v1", "v4"] as const) {
    await using client = stubClient(server, {
      credentialsProvider: keys,
      signatureVersion,
      logLevel: "debug",
      logPrinter: (_level, line) => lines.push(line),
    });
    for (const call of Object.values(calls)) assertNoCanary(shown(await failureOf(call(client))));
    assertNoCanary(shown(client));
  }
  expect(lines).not.toEqual([]);
  assertNoCanary(lines);
});

test("no token shows when the service tells what it signed", async () => {
  await using world = await setup();
  const session = world.emulator.accounts.issueSession({ of: world.emulator.accounts.createRole({ name: "reader" }) });
  const wrong = new StaticCredentialsProvider(session.accessKeyId, canary.accessKeySecret, session.securityToken);
  const secrets: typeof canaries = [canary.accessKeySecret, session.securityToken, session.accessKeySecret];
  for (const signatureVersion of ["v1", "v4"] as const) {
    const client = world.newClient({ credentialsProvider: wrong, signatureVersion });
    for (const call of Object.values(calls)) {
      const error = await failureOf(call(client));
      expect(inspect(error)).toContain("SignatureDoesNotMatch");
      assertNoCanary(shown(error), secrets);
    }
  }
});

test("no secret shows when the provider fails, or when half a key comes", async () => {
  await using server = await stubServer(echo);
  const cause = new CredentialsError({ code: "HTTP_STATUS", message: "the vault answered 403", httpStatus: 403 });
  const providers = [
    new CredentialsProviderFunc(() => Promise.reject(cause)),
    new CredentialsProviderFunc(() => ({ accessKeyId: "", accessKeySecret: canary.accessKeySecret })),
  ];
  for (const credentialsProvider of providers) {
    await using client = stubClient(server, { credentialsProvider });
    assertNoCanary(shown(await failureOf(client.getObject(place, once))));
    assertNoCanary(shown(await failureOf(client.presign("GetObject", place, { expires: 60_000 }))));
  }
  expect(server.requests).toEqual([]);
});
