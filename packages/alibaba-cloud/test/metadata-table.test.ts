import { CredentialsError, createProvider } from "@credport/core";
import { networkError, scriptedHost, type ScriptedHost, type ScriptedResponse } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { cliProfile, defaultChain, ecsRamRole } from "../src/index.js";
import { session, trail } from "./support/answers.js";
import { failureOf } from "./support/failure-of.js";

type Outcome = "ok" | "network" | "timeout" | "blank" | 401 | 403 | 404 | 405 | 500;

const tokens: readonly Outcome[] = ["ok", "network", "timeout", "blank", 403, 404, 405, 500];
const lists: readonly Outcome[] = ["ok", "network", "timeout", "blank", 401, 403, 404, 500];
const cases = tokens.flatMap((token) => lists.map((list) => [token, list] as const));

function answer(outcome: Outcome, body: string | object): ScriptedResponse {
  if (outcome === "network") throw networkError("100.100.100.200");
  if (outcome === "timeout") throw new CredentialsError({ code: "TIMEOUT", message: "100.100.100.200: 2000 ms" });
  if (outcome === "blank") return { body: " \n" };
  return outcome === "ok" ? { body } : { status: outcome, body: "refused" };
}

/** An instance whose token and role list requests end like this; its role itself is good. */
function instance(token: Outcome, list: Outcome, env: Record<string, string> = {}): ScriptedHost {
  const host = scriptedHost({ env });
  host.onRequest(({ method, url }) => {
    if (method === "PUT") return answer(token, "tok");
    return url.pathname.endsWith("/") ? answer(list, "app") : { body: { Code: "Success", ...session } };
  });
  return host;
}

const didNotArrive = (outcome: Outcome): boolean => outcome === "network" || outcome === "timeout";
const saysNoRole = (outcome: Outcome): boolean => outcome === 404 || outcome === "blank";

/** What section 3.2 says of a chain's last word on this instance, no role being named. */
function verdict(token: Outcome, list: Outcome, isV1Disabled: boolean): "loaded" | "not configured" | "failed" {
  const isRead = token === "ok" || !isV1Disabled;
  if (isRead && list === "ok") return "loaded";
  const isAbsent = isRead ? saysNoRole(list) : false;
  const isUnreachable = didNotArrive(token) && (!isRead || didNotArrive(list));
  return isAbsent || isUnreachable ? "not configured" : "failed";
}

/** How many requests section 2.3 allows, the role's own included. */
function requests(token: Outcome, list: Outcome, isV1Disabled: boolean): number {
  if (token !== "ok" && isV1Disabled) return 1;
  if (list === "ok") return 3;
  return token === "ok" && !isV1Disabled ? 3 : 2;
}

describe.each([false, true])("2.3 and 3.2: the metadata service in a chain, v1 switched off: %s", (isV1Disabled) => {
  const env = isV1Disabled ? { ALIBABA_CLOUD_IMDSV1_DISABLE: "true" } : {};

  test.each(cases)("token %s, role list %s", async (token, list) => {
    const host = instance(token, list, env);
    await using provider = createProvider(defaultChain(), { host });
    const expected = verdict(token, list, isV1Disabled);
    if (expected === "loaded") {
      expect((await provider.getCredentials()).identity.source).toBe("default/ecs_ram_role");
    } else {
      const error = await failureOf(() => provider.getCredentials());
      expect(error.code === "CHAIN_EXHAUSTED" ? "not configured" : "failed").toBe(expected);
      expect(error.source).toBe(expected === "failed" ? "default/ecs_ram_role" : "default");
    }
    expect(host.requests).toHaveLength(requests(token, list, isV1Disabled));
    const tokenless = host.requests.filter(
      ({ method, headers }) => method === "GET" && headers["x-aliyun-ecs-metadata-token"] === undefined,
    );
    if (isV1Disabled) expect(tokenless).toEqual([]);
  });

  test.each(cases)("alone it rejects with what went wrong: token %s, role list %s", async (token, list) => {
    if (verdict(token, list, isV1Disabled) === "loaded") return;
    await using provider = createProvider(ecsRamRole(), { host: instance(token, list, env) });
    const error = await failureOf(() => provider.getCredentials());
    const last = token !== "ok" && isV1Disabled ? token : list;
    const code = { network: "NETWORK", timeout: "TIMEOUT", blank: "INCOMPLETE_RESPONSE", ok: "" };
    expect(error.code).toBe(typeof last === "number" ? "HTTP_STATUS" : code[last]);
    if (typeof last === "number") expect(error.httpStatus).toBe(last);
  });

  test.each(cases)(
    "where the variable names a role, nothing is 'not configured': token %s, role %s",
    async (token, role) => {
      const host = scriptedHost({ env: { ...env, ALIBABA_CLOUD_ECS_METADATA: "app" } });
      host.onRequest(({ method }) =>
        method === "PUT" ? answer(token, "tok") : answer(role, { Code: "Success", ...session }),
      );
      await using provider = createProvider(defaultChain(), { host });
      const isRead = token === "ok" || !isV1Disabled;
      if (isRead && role === "ok") {
        await provider.getCredentials();
      } else {
        expect(await failureOf(() => provider.getCredentials())).toMatchObject({ source: "default/ecs_ram_role" });
      }
      expect(trail(host)).not.toContain("GET /latest/meta-data/ram/security-credentials/");
    },
  );

  test.each(cases)(
    "in a profile that asks for it, nothing is 'not configured': token %s, role list %s",
    async (token, list) => {
      const host = instance(token, list, env);
      const profiles = [{ name: "me", mode: "EcsRamRole" }];
      host.files.write("/home/tester/.aliyun/config.json", JSON.stringify({ current: "me", profiles }));
      for (const source of [cliProfile(), defaultChain()]) {
        await using provider = createProvider(source, { host });
        if (verdict(token, list, isV1Disabled) === "loaded") await provider.getCredentials();
        else expect((await failureOf(() => provider.getCredentials())).source).toMatch(/cli_profile\/ecs_ram_role$/);
      }
    },
  );
});
