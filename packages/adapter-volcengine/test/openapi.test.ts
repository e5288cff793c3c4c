import { createAccessKeyCredentials, createProvider, type AccessKeyCredentials } from "@credport/core";
import { scriptedHost, scriptedSource, startRecordingService } from "@credport/testing";
import type * as openApi from "@volcengine/openapi";
import { describe, expect, test } from "vitest";
import { createVolcengineService } from "../src/index.js";
import { openApiReleases } from "./clients.js";

const session = createAccessKeyCredentials({
  accessKeyId: "AKTP1",
  accessKeySecret: "session-secret",
  securityToken: "session-token",
  source: "scripted",
});
const permanent = createAccessKeyCredentials({ accessKeyId: "AKLT1", accessKeySecret: "secret", source: "scripted" });

describe.each(openApiReleases)("@volcengine/openapi $release", ({ namespace }) => {
  test("sends a refused call again without the headers of the first time, the token among them", async () => {
    const seen: unknown[] = [];
    const answer = {
      status: 403,
      headers: { "content-type": "application/json" },
      body: '{"ResponseMetadata":{"Error":{"Code":"InvalidAccessKeyId"}}}',
    };
    await using service = await startRecordingService({
      read({ headers: { authorization = "", ...headers } }) {
        const [, accessKeyId = ""] = /Credential=([^/]+)/.exec(authorization) ?? [];
        seen.push([accessKeyId, headers["x-security-token"], authorization.includes("x-security-token")]);
        return { accessKeyId };
      },
      answer,
    });
    const source = scriptedSource((_context, load) => (load === 1 ? session : permanent));
    const provider = createProvider(source, { host: scriptedHost() });
    const options = { provider, host: service.host, protocol: "http:", serviceName: "iam" };
    const client = createVolcengineService(namespace.Service, options);
    const headers = { "content-type": "application/json" };
    await client.fetchOpenAPI({ Action: "A", Version: "1", method: "POST", headers, data: { a: 1 } });
    expect(seen).toEqual([
      ["AKTP1", "session-token", true],
      ["AKLT1", undefined, false],
    ]);
    expect(headers).toEqual({ "content-type": "application/json" });
  });

  const videoService = async (credentials: AccessKeyCredentials): Promise<openApi.vodOpenapi.VodService> => {
    const provider = createProvider(scriptedSource(credentials), { host: scriptedHost() });
    await provider.getCredentials();
    return createVolcengineService(namespace.vodOpenapi.VodService, { provider, serviceName: "vod" });
  };

  test("signs what it signs synchronously with a permanent key", async () => {
    const service = await videoService(permanent);
    const { SessionToken = "" } = service.GetUploadToken();
    const inner = JSON.parse(Buffer.from(SessionToken.replace("STS2", ""), "base64").toString());
    expect(inner).toMatchObject({ LTAccessKeyId: "AKLT1" });
    expect(service.GetPlayAuthToken({ Vid: "v" })).toBeTypeOf("string");
  });

  test("signs nothing synchronously with a session, and never with a placeholder", async () => {
    const service = await videoService(session);
    for (const sign of [() => service.GetUploadToken(), () => service.GetPlayAuthToken({ Vid: "v" })]) {
      expect(sign).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));
    }
  });
});
