import { inspect } from "node:util";
import { createHash } from "node:crypto";
import { assertNoCanary, canary } from "@credport/testing";
import { expect, test } from "vitest";
import { isCredentialsError } from "../errors/credentials-error.js";
import { createAccessKeyCredentials, createBearerCredentials, type AccessKeyFields } from "./create-credentials.js";
import { exposeCredentials } from "./expose-credentials.js";
import { withSourcePrefix } from "../sources/source-path.js";
import { isUncached } from "./uncached.js";

const fields: AccessKeyFields = {
  accessKeyId: "LTAItest",
  accessKeySecret: canary.accessKeySecret,
  securityToken: canary.securityToken,
  expiration: new Date("2026-01-01T00:00:00Z"),
  source: "ram_role_arn/static_ak",
  accountId: "1234",
  principal: "acs:ram::1234:role/test",
};

test("core.md 1: secrets can be read by name and show nowhere else", () => {
  const credentials = createAccessKeyCredentials(fields);
  expect(credentials.accessKeySecret).toBe(canary.accessKeySecret);
  expect(credentials.securityToken).toBe(canary.securityToken);
  assertNoCanary(credentials);
  // eslint-disable-next-line credport/no-credentials-copy -- that a copy lacks the secrets is what is tested here
  assertNoCanary([{ ...credentials }, Object.assign({}, credentials)]);
  assertNoCanary(Object.entries(credentials));
  assertNoCanary(inspect(credentials, { showHidden: true, customInspect: false }));
  const bearer = createBearerCredentials({ bearerToken: canary.bearerToken, source: "bearer" });
  expect(bearer.bearerToken).toBe(canary.bearerToken);
  // eslint-disable-next-line credport/no-credentials-copy -- as above
  assertNoCanary([bearer, { ...bearer }]);
});

test("core.md 2: the printed form gives type, four characters of the key id, expiration and identity", () => {
  const credentials = createAccessKeyCredentials(fields);
  const shown = {
    type: "sts",
    accessKeyId: "LTAI...",
    expiration: fields.expiration,
    identity: credentials.identity,
  };
  expect(inspect(credentials)).toBe(inspect(shown));
  expect(JSON.stringify(credentials)).toBe(JSON.stringify(shown));
});

test("core.md 1: the fingerprint is of key id, NUL and token, for a bearer of the token", () => {
  const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
  const { accessKeyId, accessKeySecret, securityToken, source } = fields;
  const fingerprints = [
    createAccessKeyCredentials(fields),
    createAccessKeyCredentials({ accessKeyId, accessKeySecret, source }),
    createBearerCredentials({ bearerToken: "token", source }),
  ].map(({ identity }) => identity.fingerprint);
  expect(fingerprints).toEqual([
    digest(`${accessKeyId}\0${securityToken ?? ""}`),
    digest(`${accessKeyId}\0`),
    digest("token"),
  ]);
});

test("core.md 2: frozen, and works through Proxy and Object.create", () => {
  const credentials = createAccessKeyCredentials(fields);
  expect(Object.isFrozen(credentials) && Object.isFrozen(credentials.identity)).toBe(true);
  expect(Reflect.set(credentials, "accessKeyId", "other")).toBe(false);
  const proxied = new Proxy(credentials, {});
  expect(proxied.accessKeySecret).toBe(canary.accessKeySecret);
  const derived: unknown = Object.create(credentials);
  expect(derived).toHaveProperty("securityToken", canary.securityToken);
});

test("core.md 2: expiration is a fresh Date at each read", () => {
  const mine = new Date("2026-01-01T00:00:00Z");
  const credentials = createAccessKeyCredentials({ ...fields, expiration: mine });
  mine.setTime(0);
  credentials.expiration?.setTime(0);
  expect(credentials.expiration).toEqual(new Date("2026-01-01T00:00:00Z"));
});

test("absent is absent: no token, no expiration, no account", () => {
  const { accessKeyId, accessKeySecret } = fields;
  const credentials = createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken: "", source: "static" });
  expect(credentials.type).toBe("access_key");
  for (const name of ["securityToken", "expiration"]) expect(name in credentials).toBe(false);
  expect(Object.keys(credentials.identity)).toEqual(["fingerprint", "source"]);
  expect(exposeCredentials(credentials)).toEqual({ accessKeyId, accessKeySecret });
});

test("exposeCredentials gives a plain, mutable, enumerable copy, a new one each time", () => {
  const credentials = createAccessKeyCredentials(fields);
  const { accessKeyId, accessKeySecret, securityToken, expiration } = fields;
  const exposed = exposeCredentials(credentials);
  expect(exposed).toEqual({ accessKeyId, accessKeySecret, securityToken, expiration });
  exposed.accessKeyId = "changed";
  expect(exposeCredentials(credentials)).not.toBe(exposed);
  expect(credentials.accessKeyId).toBe("LTAItest");
});

test("cache: false is kept, and does not show", () => {
  expect(isUncached(createAccessKeyCredentials({ ...fields, cache: false }))).toBe(true);
  expect(isUncached(createAccessKeyCredentials({ ...fields, cache: true }))).toBe(false);
  expect(Object.keys(createAccessKeyCredentials({ ...fields, cache: false }))).toEqual(
    Object.keys(createAccessKeyCredentials(fields)),
  );
  const bearer = { bearerToken: "t0ken", source: "test" };
  expect(isUncached(createBearerCredentials({ ...bearer, cache: false }))).toBe(true);
  expect(isUncached(withSourcePrefix("outer", createBearerCredentials({ ...bearer, cache: false })))).toBe(true);
  expect(isUncached(createBearerCredentials(bearer))).toBe(false);
});

test.each<readonly [string, Partial<AccessKeyFields>]>([
  ["accessKeyId", { accessKeyId: "" }],
  ["accessKeySecret", { accessKeySecret: "" }],
  ["source", { source: "" }],
  ["expiration", { expiration: new Date(NaN) }],
])("bad input: an empty or wrong %s is CONFIG_INVALID that names it", (name, wrong) => {
  const error = thrownBy(() => createAccessKeyCredentials({ ...fields, ...wrong }));
  expect(error).toMatchObject({ code: "CONFIG_INVALID", permanent: true, message: expect.stringContaining(name) });
  assertNoCanary(error);
});

test("bad input: what is no string or no Date is refused too", () => {
  const untyped: AccessKeyFields = JSON.parse('{"accessKeyId":5,"accessKeySecret":"s","source":"x"}');
  expect(thrownBy(() => createAccessKeyCredentials(untyped))).toMatchObject({ code: "CONFIG_INVALID" });
  const dated: AccessKeyFields = JSON.parse(
    '{"accessKeyId":"i","accessKeySecret":"s","source":"x","expiration":"2026-01-01T00:00:00Z"}',
  );
  expect(thrownBy(() => createAccessKeyCredentials(dated))).toMatchObject({ code: "CONFIG_INVALID" });
  const tokened: AccessKeyFields = JSON.parse(
    '{"accessKeyId":"i","accessKeySecret":"s","source":"x","securityToken":5}',
  );
  expect(thrownBy(() => createAccessKeyCredentials(tokened))).toMatchObject({
    message: expect.stringContaining("securityToken"),
  });
  expect(thrownBy(() => createBearerCredentials({ bearerToken: "", source: "bearer" }))).toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringContaining("bearerToken"),
  });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    if (isCredentialsError(error)) return error;
  }
  throw new Error("It did not throw a CredentialsError.");
}
