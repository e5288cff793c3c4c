import {
  createProvider,
  type CredentialsErrorCode,
  type CredentialsEvent,
  type CredentialsSource,
} from "@credport/core";
import {
  assertNoCanary,
  canary,
  drive,
  networkError,
  scriptedHost,
  type CommandHandler,
  type RequestHandler,
  type ScriptedHost,
  type ScriptedHostOptions,
} from "@credport/testing";
import { tracingChannel } from "node:diagnostics_channel";
import { describe, expect, test } from "vitest";
import {
  cliProfile,
  cloudSso,
  credentialsUri,
  defaultChain,
  ecsRamRole,
  environment,
  external,
  iniProfile,
  oauth,
  oidcRoleArn,
  ramRoleArn,
} from "../src/index.js";
import { formOf, queryOf, session } from "./support/answers.js";
import { failureOf } from "./support/failure-of.js";

const config = "/home/tester/.aliyun/config.json";
const ini = "/home/tester/.alibabacloud/credentials";
const secret = canary.accessKeySecret;
const pair = { accessKeyId: "LTAIid", accessKeySecret: secret };
const role = { ...pair, roleArn: "acs:ram::1:role/x" };
const oidc = { roleArn: role.roleArn, oidcProviderArn: "p", oidcTokenFilePath: "/token" };
const uri = { credentialsURI: `http://127.0.0.1:8080/path?key=${encodeURIComponent(canary.password)}` };
const sso = {
  signInUrl: "https://signin.example.com/",
  accountId: "1",
  accessConfig: "a",
  accessToken: canary.bearerToken,
};
const program = { processCommand: `/opt/tool --password '${canary.password}'` };
const ak = { mode: "AK", access_key_id: "LTAIid", access_key_secret: secret };

/** What a row of the table needs of the outside. */
interface Outside extends ScriptedHostOptions {
  readonly answer?: RequestHandler;
  readonly run?: CommandHandler;
  /** Paths of files that cannot be read. */
  readonly unreadable?: readonly string[];
}

type Row = readonly [
  code: CredentialsErrorCode,
  when: string,
  source: () => CredentialsSource,
  outside: Outside,
  contains: readonly string[],
];

const answer = (body: string | object, status = 200): Outside => ({ answer: () => ({ status, body }) });
const file = (path: string, content: string | object, env: Record<string, string> = {}): Outside => ({
  env,
  files: { [path]: typeof content === "string" ? content : JSON.stringify(content) },
});
const profiles = (...list: readonly object[]): Outside => file(config, { current: "me", profiles: list });
const refuse: RequestHandler = ({ url }) => {
  throw networkError(url.host);
};
const hang = (): Promise<never> => new Promise(() => undefined);
const prints = (stdout: string | object, exitCode = 0): Outside => ({
  run: () => ({
    exitCode,
    stdout: typeof stdout === "string" ? stdout : JSON.stringify(stdout),
    stderr: canary.password,
  }),
});
/** The answer of a server that computed the string to sign that we signed. */
const mismatch: RequestHandler = (request) => {
  const { Signature: _, ...query } = queryOf(request);
  const encode = (text: string): string =>
    encodeURIComponent(text).replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`);
  const canonical = Object.entries({ ...query, ...formOf(request) })
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join("&");
  const Message = `Specified signature is not matched with our calculation. server string to sign is:POST&%2F&${encode(canonical)}`;
  return {
    status: 400,
    headers: { "Content-Type": "application/json;charset=utf-8" },
    body: { Code: "SignatureDoesNotMatch", RequestId: "R-1", HostId: secret, Message },
  };
};

const table: readonly Row[] = [
  [
    "CONFIG_INVALID",
    "half a pair in the environment",
    () => ramRoleArn({ roleArn: "r" }),
    { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "a" } },
    ["accessKeySecret", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
  ],
  ["CONFIG_INVALID", "no role", () => ramRoleArn(pair), {}, ["roleArn", "ALIBABA_CLOUD_ROLE_ARN"]],
  [
    "CONFIG_INVALID",
    "a region that is none",
    () => ramRoleArn(role),
    { env: { ALIBABA_CLOUD_STS_REGION: "a/b" } },
    ["stsRegionId", "ALIBABA_CLOUD_STS_REGION"],
  ],
  [
    "CONFIG_INVALID",
    "a URI that is none",
    () => credentialsUri(),
    { env: { ALIBABA_CLOUD_CREDENTIALS_URI: canary.password } },
    ["credentialsURI", "ALIBABA_CLOUD_CREDENTIALS_URI"],
  ],
  [
    "CONFIG_INVALID",
    "plain http to a public host",
    () => credentialsUri({ credentialsURI: "http://example.com/" }),
    answer(session),
    ["allowInsecureHttp"],
  ],
  [
    "CONFIG_INVALID",
    "an unclosed quote",
    () => external({ processCommand: `tool '${secret}` }),
    {},
    ["process_command", "quote"],
  ],
  [
    "CONFIG_INVALID",
    "a backslash at the end",
    () => external({ processCommand: `tool ${secret}\\` }),
    {},
    ["process_command", "backslash"],
  ],
  ["CONFIG_INVALID", "an empty command", () => external({ processCommand: " \t" }), {}, ["process_command", "empty"]],
  [
    "CONFIG_INVALID",
    "an empty first argument",
    () => external({ processCommand: `"" ${secret}` }),
    {},
    ["process_command", "empty"],
  ],
  ["NOT_CONFIGURED", "no variables", () => environment(), {}, ["ALIBABA_CLOUD_ACCESS_KEY_ID"]],
  [
    "NOT_CONFIGURED",
    "no secret",
    () => environment(),
    { env: { ALIBABA_CLOUD_ACCESS_KEY_ID: "a" } },
    ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
  ],
  ["NOT_CONFIGURED", "no config.json", () => cliProfile(), {}, [config]],
  [
    "NOT_CONFIGURED",
    "no config.json where the variable says",
    () => cliProfile(),
    { env: { ALIBABA_CLOUD_CONFIG_FILE: "/x.json" } },
    ["/x.json"],
  ],
  ["NOT_CONFIGURED", "no ini file", () => iniProfile(), {}, [ini]],
  ["NOT_CONFIGURED", "no home", () => cliProfile(), { homedir: null }, ["HOME"]],
  ["NOT_CONFIGURED", "no home either", () => iniProfile(), { homedir: null }, ["HOME"]],
  [
    "DISABLED",
    "the metadata switch",
    () => ecsRamRole({ roleName: "app" }),
    { env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "TRUE" } },
    ["ALIBABA_CLOUD_ECS_METADATA_DISABLED"],
  ],
  [
    "DISABLED",
    "the profile switch",
    () => cliProfile(),
    { env: { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" } },
    ["ALIBABA_CLOUD_CLI_PROFILE_DISABLED"],
  ],
  ["FILE_UNREADABLE", "config.json", () => cliProfile(), { unreadable: [config] }, [config]],
  ["FILE_UNREADABLE", "the ini file", () => iniProfile(), { unreadable: [ini] }, [ini]],
  ["FILE_UNREADABLE", "no token file", () => oidcRoleArn(oidc), {}, ["/token"]],
  ["FILE_UNREADABLE", "the token file", () => oidcRoleArn(oidc), { unreadable: ["/token"] }, ["/token"]],
  ["FILE_MALFORMED", "bad JSON", () => cliProfile(), file(config, `{"access_key_secret": "${secret}"`), [config]],
  ["FILE_MALFORMED", "JSON that is no object", () => cliProfile(), file(config, [secret]), [config]],
  ["FILE_MALFORMED", "no profiles", () => cliProfile(), file(config, { current: secret }), [config, "profiles"]],
  ["FILE_MALFORMED", "empty profiles", () => cliProfile(), profiles(), [config, "profiles"]],
  ["FILE_MALFORMED", "bad ini", () => iniProfile(), file(ini, `[default]\n${secret.replaceAll("=", "")}`), [ini]],
  ["FILE_MALFORMED", "a blank token file", () => oidcRoleArn(oidc), file("/token", " \n"), ["/token"]],
  [
    "PROFILE_NOT_FOUND",
    "in config.json",
    () => cliProfile({ profileName: "you" }),
    profiles({ name: "me", ...ak }),
    ["you", config],
  ],
  [
    "PROFILE_NOT_FOUND",
    "named as a source",
    () => cliProfile(),
    profiles({ name: "me", mode: "ChainableRamRoleArn", source_profile: "you", ram_role_arn: "r" }),
    ['"you"', '"me"', config],
  ],
  [
    "PROFILE_NOT_FOUND",
    "in the ini file",
    () => iniProfile(),
    file(ini, "[default]\n", { ALIBABA_CLOUD_PROFILE: "you" }),
    ["you", ini],
  ],
  [
    "PROFILE_INVALID",
    "no mode",
    () => cliProfile(),
    profiles({ ...ak, name: "me", mode: undefined }),
    ['"me"', "mode"],
  ],
  [
    "PROFILE_INVALID",
    "an unsupported mode",
    () => cliProfile(),
    profiles({ name: "me", mode: "RsaKeyPair" }),
    ['"me"', "RsaKeyPair"],
  ],
  [
    "PROFILE_INVALID",
    "a missing field",
    () => cliProfile(),
    profiles({ ...ak, name: "me", access_key_id: "" }),
    ['"me"', "access_key_id"],
  ],
  [
    "PROFILE_INVALID",
    "an empty source_profile",
    () => cliProfile(),
    profiles({ name: "me", mode: "ChainableRamRoleArn", source_profile: "", ram_role_arn: "r" }),
    ['"me"', "source_profile"],
  ],
  [
    "PROFILE_INVALID",
    "no type",
    () => iniProfile(),
    file(ini, `[default]\naccess_key_secret = ${secret}`),
    ['"default"', "type"],
  ],
  [
    "PROFILE_INVALID",
    "an unsupported type",
    () => iniProfile(),
    file(ini, "[default]\ntype = bearer"),
    ['"default"', "bearer"],
  ],
  [
    "PROFILE_LOOP",
    "a cycle",
    () => cliProfile(),
    profiles(
      { name: "me", mode: "ChainableRamRoleArn", source_profile: "you", ram_role_arn: "r" },
      { name: "you", mode: "chainableramrolearn", source_profile: "me", ram_role_arn: "r" },
    ),
    ["me -> you -> me"],
  ],
  ["NETWORK", "STS", () => ramRoleArn(role), { answer: refuse }, ["sts.aliyuncs.com"]],
  ["NETWORK", "metadata", () => ecsRamRole({ roleName: "app" }), { answer: refuse }, ["100.100.100.200"]],
  ["NETWORK", "metadata, no role named", () => ecsRamRole(), { answer: refuse }, ["100.100.100.200"]],
  ["NETWORK", "the credentials URI", () => credentialsUri(uri), { answer: refuse }, ["127.0.0.1:8080"]],
  [
    "TIMEOUT",
    "STS",
    () => oidcRoleArn({ ...oidc, timeout: 700, connectTimeout: 50 }),
    { ...file("/token", canary.bearerToken), answer: hang },
    ["sts.aliyuncs.com", "ms"],
  ],
  ["TIMEOUT", "metadata", () => ecsRamRole({ roleName: "app" }), { answer: hang }, ["100.100.100.200", "ms"]],
  [
    "HTTP_STATUS",
    "a refusal",
    () => ramRoleArn(role),
    answer({ Code: "NoPermission", RequestId: "R-1", Message: secret }, 403),
    ["403", "NoPermission", "R-1"],
  ],
  ["HTTP_STATUS", "a redirect", () => credentialsUri(uri), answer(secret, 307), ["307"]],
  [
    "HTTP_STATUS",
    "OAuth",
    () => oauth({ siteType: "CN", accessToken: canary.bearerToken }),
    answer({ error_description: canary.bearerToken }, 401),
    ["401"],
  ],
  [
    "HTTP_STATUS",
    "CloudSSO",
    () => cloudSso({ ...sso, accessTokenExpire: 2e9 }),
    answer({ Message: canary.bearerToken }, 502),
    ["502"],
  ],
  [
    "AUTH_REJECTED",
    "the server's own string to sign is ours",
    () => ramRoleArn({ ...role, securityToken: canary.securityToken }),
    { answer: mismatch },
    ["secret"],
  ],
  ["MALFORMED_RESPONSE", "an HTTP body", () => ramRoleArn(role), answer(`<${secret}>`), ["STS"]],
  ["MALFORMED_RESPONSE", "standard output", () => external(program), prints(secret), ["JSON"]],
  [
    "MALFORMED_RESPONSE",
    "a body over 1 MiB",
    () => credentialsUri(uri),
    answer(secret.repeat(50_000)),
    ["127.0.0.1:8080"],
  ],
  [
    "INCOMPLETE_RESPONSE",
    "a field is missing",
    () => credentialsUri(uri),
    answer({ ...session, SecurityToken: undefined }),
    ["SecurityToken"],
  ],
  [
    "INCOMPLETE_RESPONSE",
    "a field is empty",
    () => ramRoleArn(role),
    answer({ Credentials: { ...session, AccessKeySecret: "" } }),
    ["AccessKeySecret"],
  ],
  ["INCOMPLETE_RESPONSE", "no object", () => ramRoleArn(role), answer(JSON.stringify(secret)), ["Credentials"]],
  [
    "INCOMPLETE_RESPONSE",
    "Code is not Success",
    () => credentialsUri(uri),
    answer({ ...session, Code: canary.password }),
    ["Code"],
  ],
  ["INCOMPLETE_RESPONSE", "a blank token", () => ecsRamRole({ disableIMDSv1: true }), answer(" "), ["token"]],
  [
    "INCOMPLETE_RESPONSE",
    "an empty role list",
    () => ecsRamRole(),
    { answer: ({ method }) => ({ body: method === "PUT" ? "tok" : "" }) },
    ["role"],
  ],
  [
    "INCOMPLETE_RESPONSE",
    "standard output",
    () => external(program),
    prints({ access_key_secret: secret }),
    ["access_key_id"],
  ],
  [
    "INVALID_EXPIRATION",
    "an offset",
    () => ramRoleArn(role),
    answer({ Credentials: { ...session, Expiration: "2026-01-01T13:00:00+08:00" } }),
    ["Expiration"],
  ],
  [
    "INVALID_EXPIRATION",
    "OAuth, in lower case",
    () => oauth({ siteType: "CN", accessToken: canary.bearerToken }),
    answer({ accessKeyId: "a", accessKeySecret: secret, securityToken: "t", expiration: canary.password }),
    ["Expiration"],
  ],
  ["LOGIN_REQUIRED", "CloudSSO's token is over", () => cloudSso({ ...sso, accessTokenExpire: 1 }), {}, ["login"]],
  [
    "LOGIN_REQUIRED",
    "CloudSSO's token is empty",
    () => cloudSso({ ...sso, accessToken: "", accessTokenExpire: 2e9 }),
    {},
    ["login"],
  ],
  ["PROCESS_FAILED", "an exit code", () => external(program), prints(secret, 9), ["9"]],
  ["PROCESS_FAILED", "it cannot be started", () => external(program), {}, ["process_command"]],
  [
    "PROCESS_TIMEOUT",
    "it does not end",
    () => external({ ...program, processTimeout: 1_234 }),
    { run: hang },
    ["1234 ms"],
  ],
  [
    "EXPIRED",
    "already expired on arrival",
    () => ramRoleArn(role),
    answer({ Credentials: { ...session, Expiration: "2025-12-31T23:00:00Z" } }),
    ["2025-12-31T23:00:00", "2026-01-01T12:00:00", "clock"],
  ],
  [
    "CHAIN_EXHAUSTED",
    "nothing is configured",
    () => defaultChain(),
    { answer: refuse },
    [
      "env",
      "oidc_role_arn",
      "cli_profile",
      "profile",
      "ecs_ram_role",
      "credential_uri",
      "ALIBABA_CLOUD_ACCESS_KEY_ID",
      "ALIBABA_CLOUD_CREDENTIALS_URI",
      config,
      ini,
      "100.100.100.200",
    ],
  ],
];

const permanent: ReadonlySet<string> = new Set([
  "CONFIG_INVALID",
  "DISABLED",
  "FILE_MALFORMED",
  "PROFILE_NOT_FOUND",
  "PROFILE_INVALID",
  "PROFILE_LOOP",
  "AUTH_REJECTED",
  "LOGIN_REQUIRED",
]);

function outsideOf({ answer: onRequest, run, unreadable = [], ...options }: Outside): ScriptedHost {
  const host = scriptedHost(options);
  if (onRequest !== undefined) host.onRequest(onRequest);
  if (run !== undefined) host.onExecFile(run);
  for (const path of unreadable) host.files.makeUnreadable(path);
  return host;
}

describe("10: the error table, and 7: nothing of a secret, a file or a body in error, cause, status, events or trace", () => {
  test.each(table)("%s: %s", async (code, _when, source, outside, contains) => {
    const host = outsideOf(outside);
    const seen: unknown[] = [];
    const events: CredentialsEvent[] = [];
    const note = (context: unknown): void => void seen.push(context);
    const listeners = { start: note, end: note, asyncStart: note, asyncEnd: note, error: note };
    const channel = tracingChannel("credport:load");
    channel.subscribe(listeners);
    await using provider = createProvider(source(), { host });
    provider.subscribe((event) => events.push(event));
    const error = await failureOf(() => drive(host, provider.getCredentials()));
    channel.unsubscribe(listeners);

    expect(error.code).toBe(code);
    for (const part of contains) expect(error.message).toContain(part);
    expect(error.permanent).toBe(
      permanent.has(code) || (code === "HTTP_STATUS" && [401, 403].includes(error.httpStatus ?? 0)),
    );
    expect(error.source).toMatch(new RegExp(`^${provider.name}(/|$)`));
    expect(error.attempts.at(-1)?.source).toMatch(new RegExp(`^${provider.name}(/|$)`));
    expect(events.some(({ type }) => type === "refresh-failed")).toBe(true);
    expect(seen).not.toEqual([]);
    assertNoCanary([error, error.cause, error.stack, error.attempts, provider, provider.status(), events, seen]);
  });

  test("EXPIRED: the cached credential ran out and the refresh failed, which is its cause", async () => {
    const host = outsideOf(answer({ Credentials: session }));
    await using provider = createProvider(ramRoleArn(role), { host });
    await provider.getCredentials();
    host.onRequest(() => ({ status: 500, body: secret }));
    await host.clock.advance(3_600_000);
    const error = await failureOf(() => provider.getCredentials());
    expect(error).toMatchObject({ code: "EXPIRED", permanent: false, cause: { code: "HTTP_STATUS", httpStatus: 500 } });
    assertNoCanary([error, error.cause, provider.status()]);
  });

  test("ABORTED: a caller's own signal", async () => {
    const host = outsideOf({ answer: hang });
    await using provider = createProvider(ramRoleArn(role), { host });
    const controller = new AbortController();
    const waiting = failureOf(() => provider.getCredentials({ signal: controller.signal }));
    controller.abort(new Error("enough"));
    expect(await waiting).toMatchObject({ code: "ABORTED", permanent: false, cause: { message: "enough" } });
  });
});
