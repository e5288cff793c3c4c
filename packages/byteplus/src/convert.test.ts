import { createAccessKeyCredentials } from "@credport/core";
import { describe, expect, test } from "vitest";
import { fromBytePlusCredentials, toBytePlusCredentials } from "./convert.js";

describe("1.1 converters", () => {
  const expiration = new Date("2026-01-01T00:00:00Z");

  test("out: BytePlus's names, the provider name being the last part of the source", () => {
    const credentials = createAccessKeyCredentials({
      accessKeyId: "id",
      accessKeySecret: "secret",
      securityToken: "token",
      expiration,
      source: "default/ecs_role",
    });
    expect(toBytePlusCredentials(credentials)).toEqual({
      accessKeyId: "id",
      secretAccessKey: "secret",
      sessionToken: "token",
      expiration,
      providerName: "ecs_role",
    });
  });

  test("in and out again keeps every field", () => {
    const plain = {
      accessKeyId: "id",
      secretAccessKey: "secret",
      sessionToken: "token",
      expiration,
      providerName: "sts",
    };
    expect(toBytePlusCredentials(fromBytePlusCredentials(plain))).toEqual(plain);
  });

  test("an empty token is absent, so that the key is a permanent one", () => {
    const credentials = fromBytePlusCredentials({ accessKeyId: "id", secretAccessKey: "s", sessionToken: "" });
    expect(credentials.type).toBe("access_key");
    expect(toBytePlusCredentials(credentials)).not.toHaveProperty("sessionToken");
  });

  test("HasKeys: key id and secret must both be there", () => {
    expect(() => fromBytePlusCredentials({ accessKeyId: "id", secretAccessKey: "" })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID" }),
    );
  });
});
