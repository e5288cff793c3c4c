import { createAccessKeyCredentials, fromFunction, type CredentialsSource } from "@credport/core";
import { createNodeHost, createProvider } from "@credport/node";
import { expect, test } from "vitest";
import { serveHttp } from "./support/http-server.js";
import { rejection } from "./support/rejection.js";

/** A source that asks a server for its key id. */
function httpSource(url: string): CredentialsSource {
  return {
    name: "http",
    async load({ host, signal }) {
      const answer = await host.request({ method: "GET", url, signal });
      return createAccessKeyCredentials({
        accessKeyId: answer.text(),
        accessKeySecret: "testAkSecret",
        source: "http",
      });
    },
  };
}

test("the example of the README runs", async () => {
  const env = { KEY_ID: "testAkId", KEY_SECRET: "testAkSecret" };
  await using provider = createProvider(
    fromFunction("own_vault", async () => ({ accessKeyId: env.KEY_ID, accessKeySecret: env.KEY_SECRET })),
  );
  const { accessKeyId } = await provider.getCredentials();
  expect(accessKeyId).toBe("testAkId");
  expect(provider.peek()?.accessKeySecret).toBe("testAkSecret");
});

test("a host of the provider's own is disposed with it, and its load in flight ends", async () => {
  await using server = await serveHttp(() => undefined);
  const provider = createProvider(httpSource(`http://${server.host}/`));
  const pending = rejection(provider.getCredentials());
  await expect.poll(() => server.requests.length).toBe(1);
  await provider[Symbol.asyncDispose]();
  expect(await pending).toMatchObject({ code: "DISPOSED" });
  await expect.poll(() => server.connections[0]?.closed).toBe(true);
});

test("a host that was passed in outlives the providers that share it, connections and all", async () => {
  await using server = await serveHttp((_request, response) => response.end("testAkId"));
  await using host = createNodeHost({ env: {} });
  for (let count = 0; count < 2; count += 1) {
    await using provider = createProvider(httpSource(`http://${server.host}/`), { host });
    expect((await provider.getCredentials()).accessKeyId).toBe("testAkId");
  }
  expect(server.connections).toHaveLength(1);
});
