import { CredentialsError } from "@credport/core";
import { rotatingProvider } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { signWithAws4 } from "../src/index.js";
import { releases } from "./clients.js";

beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "somebody-else");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "somebody-else's");
  vi.stubEnv("AWS_SESSION_TOKEN", "somebody-else's");
});

afterEach(() => vi.unstubAllEnvs());

describe.each(releases)("aws4, $release, with another identity in the environment", ({ aws4 }) => {
  const request = (): { host: string; path: string; headers?: Record<string, unknown> } => ({
    host: "example.com",
    path: "/",
  });

  test("signs with the provider's permanent key, and no token", async () => {
    const { provider } = rotatingProvider(() => ({ accessKeyId: "AKIA", accessKeySecret: "secret" }));
    const { headers } = await signWithAws4(aws4, provider, request());
    expect(headers).toMatchObject({ Authorization: expect.stringContaining("Credential=AKIA/") });
    expect(headers).not.toHaveProperty("X-Amz-Security-Token");
  });

  test("signs nothing where the provider fails", async () => {
    const rotating = rotatingProvider(() => ({ accessKeyId: "AKIA", accessKeySecret: "secret" }));
    rotating.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
    const unsigned = request();
    await expect(signWithAws4(aws4, rotating.provider, unsigned)).rejects.toMatchObject({ code: "NETWORK" });
    expect(unsigned).toEqual(request());
  });

  test("signs nothing, and as nobody else, with half a key", async () => {
    const { provider } = rotatingProvider(() => ({ accessKeyId: "AKIA", accessKeySecret: "secret" }));
    const identity = { fingerprint: "f", source: "test" };
    const half = { type: "access_key", identity, accessKeyId: "AKIA", accessKeySecret: "" } as const;
    const careless = { ...provider, getCredentials: async () => half };
    await expect(signWithAws4(aws4, careless, request())).rejects.toMatchObject({ code: "INVALID_CREDENTIAL" });
  });

  test("takes the namespace that import() gives", async () => {
    const { provider } = rotatingProvider(() => ({ accessKeyId: "AKIA", accessKeySecret: "secret" }));
    const { headers } = await signWithAws4({ default: { default: aws4 } }, provider, request());
    expect(headers).toHaveProperty("Authorization");
  });
});
