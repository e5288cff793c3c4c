import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createProvider } from "@credport/node";
import { startEmulator } from "@credport/emulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BytePlusClient, cliConfig } from "../src/index.js";
import { startLoginServices, type LoginAnswer, type LoginRequest } from "./login-services.js";
import { caller } from "./world.js";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "credport-logins-"));
});
afterEach(() => rm(home, { recursive: true }));

const sha1 = (text: string): string => createHash("sha1").update(text).digest("hex");
const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

/** Writes what the CLI leaves in its folder; gives the environment that names it. */
async function cliFolder(files: Readonly<Record<string, object>>): Promise<Record<string, string>> {
  for (const [name, content] of Object.entries(files)) {
    const path = join(home, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, JSON.stringify(content));
  }
  return { BYTEPLUS_CLI_CONFIG_FILE: join(home, "config.json") };
}

const startUrl = "https://corp.example/start?a=1&b=2";
const cacheFile = `sso/cache/${sha1('{"start_url":"https://corp.example/start?a=1\\u0026b=2","session_name":"corp"}')}.json`;
const ssoFiles = (login: object): Record<string, object> => ({
  "config.json": {
    current: "main",
    profiles: { main: { mode: "sso", "sso-session-name": "corp", "account-id": "2100", "role-name": "Dev&Ops" } },
    "sso-session": { corp: { name: "corp", "start-url": startUrl, region: "ap-southeast-1" } },
  },
  [cacheFile]: { client_id: "cid", client_secret: "cs", ...login },
});
const loginFile = `login/cache/${sha1("my-session")}.json`;
const consoleFiles = (login: object): Record<string, object> => ({
  "config.json": { current: "main", profiles: { main: { mode: "console-login", "login-session": "my-session" } } },
  [loginFile]: { client_id: "cid", ...login },
});
const old = { access_token: "old", expires_at: "2020-01-01T00:00:00Z", refresh_token: "refresh-1" };

interface Session {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
}

/** The token endpoint and the portal, as strict about what they are sent as the real ones are documented. */
function identityServices(
  session: Session,
  tokens: { refresh: string; access: string },
): (request: LoginRequest) => LoginAnswer {
  return ({ host, method, url, headers, body }) => {
    if (
      host === "cloudidentity-oauth.ap-southeast-1.bytepluses.com" &&
      method === "POST" &&
      url.pathname === "/token"
    ) {
      const asked: unknown = JSON.parse(body);
      const wanted = {
        grant_type: "refresh_token",
        client_id: "cid",
        client_secret: "cs",
        refresh_token: tokens.refresh,
      };
      if (JSON.stringify(asked) !== JSON.stringify(wanted)) return { status: 400, body: { error: "invalid_grant" } };
      return { body: { access_token: tokens.access, expires_in: 3_600 } };
    }
    const isPortal =
      host === "cloudidentity-portal.ap-southeast-1.bytepluses.com" && url.pathname === "/federation/credentials";
    if (!isPortal || headers["x-bd-cloudidentity-bearer-token"] !== tokens.access) return { status: 401 };
    if (url.search !== "?account_id=2100&role_name=Dev%26Ops") return { status: 404 };
    const { accessKeyId: AccessKeyId, accessKeySecret: SecretAccessKey, securityToken: SessionToken } = session;
    return {
      body: {
        Result: { RoleCredentials: { AccessKeyId, SecretAccessKey, SessionToken, Expiration: inSeconds(3_600) } },
      },
    };
  };
}

describe("1.9 SSO over TLS sockets", () => {
  test("refresh at the token endpoint, keys at the portal, and a call that the emulator verifies", async () => {
    await using emulator = await startEmulator({ services: ["byteplus"] });
    const session = emulator.accounts.issueSession({ of: emulator.accounts.createRole({ name: "reader" }) });
    const env = await cliFolder(ssoFiles(old));
    const answer = identityServices(session, { refresh: "refresh-1", access: "renewed" });
    await using services = await startLoginServices(answer, env);
    await using credentials = createProvider(cliConfig(), { host: services.host });
    await using client = new BytePlusClient({ region: "ap-southeast-1", endpoint: emulator.byteplus.url, credentials });
    expect(await client.call(caller)).toMatchObject({ result: { IdentityType: "AssumedRole" } });
    expect(services.requests.map(({ host }) => host.split(".")[0])).toEqual([
      "cloudidentity-oauth",
      "cloudidentity-portal",
    ]);
    expect(JSON.parse(await readFile(join(home, cacheFile), "utf8"))).toMatchObject(old);
  });

  test("a dead refresh token is LOGIN_REQUIRED, naming profile and session", async () => {
    const env = await cliFolder(ssoFiles({ ...old, access_token: "" }));
    await using services = await startLoginServices(() => ({ status: 400, body: { error: "invalid_grant" } }), env);
    await using provider = createProvider(cliConfig(), { host: services.host });
    await expect(provider.getCredentials()).rejects.toMatchObject({
      code: "LOGIN_REQUIRED",
      vendorCode: "CliSsoTokenRefreshExpired",
      message: expect.stringMatching(/corp.*main/),
    });
    expect(services.requests).toHaveLength(1);
  });

  test("a connection that breaks and a busy portal are tried again, three times in all", async () => {
    const env = await cliFolder(ssoFiles({ ...old, access_token: "live", expires_at: "2099-01-01T00:00:00Z" }));
    const answers: LoginAnswer[] = [{ hangUp: true }, { status: 503 }, { status: 429 }];
    await using services = await startLoginServices(() => answers.shift() ?? {}, env);
    await using provider = createProvider(cliConfig(), { host: services.host });
    await expect(provider.getCredentials()).rejects.toMatchObject({ code: "HTTP_STATUS", httpStatus: 429 });
    expect(services.requests).toHaveLength(3);
  });
});

describe("1.9 console login over TLS sockets", () => {
  test("a form at the sign-in host brings the keys, and a call that the emulator verifies", async () => {
    await using emulator = await startEmulator({ services: ["byteplus"] });
    const session = emulator.accounts.issueSession({ of: emulator.accounts.createRole({ name: "reader" }) });
    const env = await cliFolder(
      consoleFiles({ issued_at: 1, expires_in: 900, refresh_token: "refresh-1", scope: "all" }),
    );
    const token = JSON.stringify({
      access_key_id: session.accessKeyId,
      secret_access_key: session.accessKeySecret,
      session_token: session.securityToken,
    });
    const form = { grant_type: "refresh_token", client_id: "cid", refresh_token: "refresh-1", scope: "all" };
    await using services = await startLoginServices(({ host, method, url, headers, body }) => {
      const isRight =
        `${method} ${host}${url.pathname}` === "POST signin.byteplus.com/authorize/oauth/token" &&
        headers["content-type"] === "application/x-www-form-urlencoded" &&
        JSON.stringify(sorted(body)) === JSON.stringify(sorted(new URLSearchParams(form).toString()));
      return isRight
        ? { body: { access_token: token, expires_in: 900 } }
        : { status: 400, body: { error: "invalid_request" } };
    }, env);
    await using credentials = createProvider(cliConfig(), { host: services.host });
    await using client = new BytePlusClient({ region: "ap-southeast-1", endpoint: emulator.byteplus.url, credentials });
    expect(await client.call(caller)).toMatchObject({ result: { IdentityType: "AssumedRole" } });
    expect(services.requests).toHaveLength(1);
  });

  test("a dead login is LOGIN_REQUIRED", async () => {
    const env = await cliFolder(consoleFiles({ issued_at: 1, expires_in: 900, refresh_token: "dead" }));
    await using services = await startLoginServices(() => ({ status: 400, body: { error: "invalid_grant" } }), env);
    await using provider = createProvider(cliConfig(), { host: services.host });
    await expect(provider.getCredentials()).rejects.toMatchObject({
      code: "LOGIN_REQUIRED",
      vendorCode: "CliConsoleLoginRefreshTokenExpired",
    });
  });
});

function sorted(form: string): readonly string[] {
  return form.split("&").sort();
}
