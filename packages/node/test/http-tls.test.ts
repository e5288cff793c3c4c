import { createNodeHost } from "@credport/node";
import { afterEach, expect, test, vi } from "vitest";
import { fixture, serveHttps } from "./support/http-server.js";
import { rejection } from "./support/rejection.js";

afterEach(() => {
  vi.unstubAllEnvs();
});

test("a certificate authority of one's own is trusted", async () => {
  await using server = await serveHttps((_request, response) => response.end("secure"));
  await using host = createNodeHost({ env: {}, tls: { ca: fixture("ca.pem") } });
  const answer = await host.request({ method: "GET", url: `https://${server.host}/` });
  expect(answer.text()).toBe("secure");
});

test.each([undefined, "0"])(
  "an unknown authority is NETWORK, also with NODE_TLS_REJECT_UNAUTHORIZED=%s",
  async (value) => {
    if (value !== undefined) vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", value);
    await using server = await serveHttps((_request, response) => response.end("secure"));
    await using host = createNodeHost({ env: {} });
    const error = await rejection(host.request({ method: "GET", url: `https://${server.host}/` }));
    expect(error).toMatchObject({
      code: "NETWORK",
      cause: { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", requestSent: false },
    });
    expect(server.requests).toHaveLength(0);
  },
);

test("a host has no switch for it, whatever options without types say", async () => {
  await using server = await serveHttps((_request, response) => response.end("secure"));
  const tls = { minVersion: "TLSv1.2" as const, rejectUnauthorized: false };
  await using host = createNodeHost({ env: {}, tls });
  expect(await rejection(host.request({ method: "GET", url: `https://${server.host}/` }))).toMatchObject({
    code: "NETWORK",
  });
});

test("a certificate for another name is NETWORK", async () => {
  await using server = await serveHttps((_request, response) => response.end("secure"));
  await using host = createNodeHost({
    env: {},
    tls: { ca: fixture("ca.pem") },
    lookup: (_hostname, options, callback) => {
      if (options.all === true) callback(null, [{ address: "127.0.0.1", family: 4 }]);
      else callback(null, "127.0.0.1", 4);
    },
  });
  const error = await rejection(
    host.request({ method: "GET", url: `https://other.example.com:${String(server.port)}/` }),
  );
  expect(error).toMatchObject({ code: "NETWORK", cause: { code: "ERR_TLS_CERT_ALTNAME_INVALID" } });
});

test("TLS below 1.2 is refused", async () => {
  await using server = await serveHttps((_request, response) => response.end("old"), {
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
    ciphers: "DEFAULT@SECLEVEL=0",
  });
  await using host = createNodeHost({ env: {}, tls: { ca: fixture("ca.pem") } });
  const error = await rejection(host.request({ method: "GET", url: `https://${server.host}/` }));
  expect(error).toMatchObject({ code: "NETWORK" });
});

test("a client certificate is shown to a server that asks", async () => {
  await using server = await serveHttps((_request, response) => response.end("known"), {
    requestCert: true,
    rejectUnauthorized: true,
    ca: fixture("ca.pem"),
  });
  const ca = fixture("ca.pem");
  await using known = createNodeHost({
    env: {},
    tls: { ca, cert: fixture("client.pem"), key: fixture("client-key.pem") },
  });
  const answer = await known.request({ method: "GET", url: `https://${server.host}/` });
  expect(answer.text()).toBe("known");
  await using unknown = createNodeHost({ env: {}, tls: { ca } });
  expect(await rejection(unknown.request({ method: "GET", url: `https://${server.host}/` }))).toMatchObject({
    code: "NETWORK",
  });
});
