import { loadContext, scriptedHost, scriptedSource, sourceConformance, testSession, canary } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { chain } from "../chain/chain.js";
import { createAccessKeyCredentials, createBearerCredentials } from "../credentials/create-credentials.js";
import { isUnavailable, unavailable } from "../credentials/unavailable.js";
import { isUncached } from "../credentials/uncached.js";
import { CredentialsError } from "../errors/credentials-error.js";
import { fromFunction, type FunctionResult } from "./from-function.js";
import { errorWithSourcePrefix, loadWithSourcePrefix, withSourcePrefix } from "./source-path.js";
import { staticSource } from "./static-source.js";

const plain = { accessKeyId: "LTAItest", accessKeySecret: canary.accessKeySecret, securityToken: canary.securityToken };
const fail = (): never => {
  throw new CredentialsError({ code: "NETWORK", message: "The vault cannot be reached." });
};

sourceConformance({
  name: "static_sts",
  working: () => ({
    source: staticSource(createAccessKeyCredentials({ ...plain, source: "static_sts" })),
    host: scriptedHost(),
  }),
});

sourceConformance({
  name: "vault",
  working() {
    const host = scriptedHost();
    return { source: fromFunction("vault", () => ({ ...plain, expiration: host.clock.date(60_000) })), host };
  },
  unconfigured: () => ({ source: fromFunction("vault", () => unavailable("VAULT is not set")), host: scriptedHost() }),
  failing: {
    "the function throws": () => ({ source: fromFunction("vault", fail), host: scriptedHost(), code: "NETWORK" }),
    "half a key": () => ({
      source: fromFunction("vault", () => ({ ...plain, accessKeySecret: "" })),
      host: scriptedHost(),
      code: "CONFIG_INVALID",
    }),
  },
});

sourceConformance({
  name: "default",
  working: () => ({
    source: chain("default", [
      fromFunction("env", () => unavailable("KEY is not set")),
      fromFunction("vault", () => plain),
    ]),
    host: scriptedHost(),
  }),
  unconfigured: () => ({
    source: chain("default", [fromFunction("env", () => unavailable("KEY is not set"))]),
    host: scriptedHost(),
  }),
  failing: {
    "a link fails": () => ({
      source: chain("default", [fromFunction("vault", fail)]),
      host: scriptedHost(),
      code: "NETWORK",
    }),
  },
});

describe("fromFunction", () => {
  const answer = (result: FunctionResult) => fromFunction("vault", () => result).load(loadContext(scriptedHost()));

  test("gets the load's context, sync or async", async () => {
    const host = scriptedHost({ env: { VAULT_ID: "LTAIenv" } });
    const source = fromFunction("vault", async ({ host: { env } }) => ({
      ...plain,
      accessKeyId: env("VAULT_ID") ?? "",
    }));
    expect(await source.load(loadContext(host))).toHaveProperty("accessKeyId", "LTAIenv");
  });

  test("keeps cache: false", async () => {
    expect(isUncached(await answer({ ...plain, cache: false }))).toBe(true);
  });

  test("puts its name before the path of credentials that have one, unless it is the same", async () => {
    expect(await answer(testSession(1))).toHaveProperty("identity.source", "vault/scripted");
    expect(await answer(testSession(1, { source: "vault" }))).toHaveProperty("identity.source", "vault");
  });

  test("needs a name and a function", () => {
    expect(() => fromFunction("", () => plain)).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
    expect(() => fromFunction("vault", JSON.parse("{}"))).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining('"load"') }),
    );
  });

  test.each(["null", "5", "{}"])("bad input: the answer %s is CONFIG_INVALID, naming the field", async (json) => {
    await expect(answer(JSON.parse(json))).rejects.toMatchObject({
      code: "CONFIG_INVALID",
      source: "vault",
      message: expect.stringContaining("accessKeyId"),
    });
  });
});

describe("core.md 2: source paths", () => {
  test("credentials keep everything else", () => {
    const expiration = new Date(1_000);
    const inner = createAccessKeyCredentials({
      ...plain,
      expiration,
      source: "a/b",
      accountId: "1",
      principal: "p",
      cache: false,
    });
    const outer = withSourcePrefix("w", inner);
    expect(outer.identity).toEqual({ ...inner.identity, source: "w/a/b" });
    expect([outer.accessKeySecret, outer.securityToken, outer.expiration, isUncached(outer)]).toEqual([
      plain.accessKeySecret,
      plain.securityToken,
      expiration,
      true,
    ]);
    const bearer = createBearerCredentials({ bearerToken: "t", source: "bearer", expiration });
    expect(withSourcePrefix("w", bearer)).toMatchObject({
      type: "bearer",
      expiration,
      identity: { source: "w/bearer" },
    });
    expect(inner.identity.source).toBe("a/b");
  });

  test("errors get it too; those of the host get the inner source's name first; other values stay", () => {
    const error = new CredentialsError({ code: "NETWORK", message: "down" });
    expect(errorWithSourcePrefix("w", error, "inner")).toMatchObject({ source: "w/inner" });
    expect(errorWithSourcePrefix("w", error.with({ source: "a" }), "inner")).toMatchObject({ source: "w/a" });
    expect(errorWithSourcePrefix("w", "text")).toBe("text");
  });

  test("a wrapper's load passes the context on and prefixes whatever comes back", async () => {
    const context = loadContext(scriptedHost(), { reason: "forced" });
    const source = scriptedSource(testSession(1, { source: "inner" }), "inner");
    expect(await loadWithSourcePrefix("w", source, context)).toHaveProperty("identity.source", "w/inner");
    expect(source.contexts[0]).toMatchObject({ reason: "forced", signal: context.signal, host: context.host });
    const cause = new CredentialsError({ code: "NOT_CONFIGURED", message: "no file" });
    source.answer(unavailable("no file", { cause }));
    const answer = await loadWithSourcePrefix("w", source, context);
    expect(isUnavailable(answer) && answer.cause).toMatchObject({ source: "w/inner" });
    source.answer(cause);
    await expect(loadWithSourcePrefix("w", source, context)).rejects.toMatchObject({ source: "w/inner" });
  });
});

test("core.md 2, two copies: unavailable is recognised by its marker", () => {
  const foreign = { [Symbol.for("@credport/core/unavailable")]: true, reason: "x" };
  expect([unavailable("x"), foreign, {}, null, "x"].map(isUnavailable)).toEqual([true, true, false, false, false]);
  expect("cause" in unavailable("x")).toBe(false);
});
