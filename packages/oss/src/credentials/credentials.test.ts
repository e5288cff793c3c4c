import { inspect } from "node:util";
import {
  createAccessKeyCredentials,
  createProvider,
  staticSource,
  type AccessKeyFields,
  type CredentialsProvider,
  type Host,
} from "@credport/core";
import { createNodeHost } from "@credport/node";
import { drive, scriptedHost, type ScriptedHost } from "@credport/testing";
import { describe, expect, it } from "vitest";
import {
  AnonymousCredentialsProvider,
  CredentialsProviderFunc,
  EnvironmentVariableCredentialsProvider,
  FetcherCredentialsProvider,
  ProcessCredentialsProvider,
  StaticCredentialsProvider,
  fetcherRefreshPolicy,
  hasKeys,
  isAnonymous,
  isExpired,
  toCredentialsProviderFunc,
  type OssCredentials,
} from "./index.js";

/** What the official v2 clients ask of a provider. */
interface OfficialProvider {
  getCredentials(): Promise<{
    accessKeyId: string;
    accessKeySecret: string;
    securityToken?: string | undefined;
    expiration?: Date | undefined;
  }>;
}

const shared = (fields: Omit<AccessKeyFields, "source">): CredentialsProvider =>
  createProvider(staticSource(createAccessKeyCredentials({ ...fields, source: "test" })), { host: createNodeHost() });

const env = (variables: Record<string, string>): Pick<Host, "env"> => ({ env: (name) => variables[name] });

describe("1.1 value object", () => {
  it("has keys only when both are there", () => {
    expect(hasKeys({ accessKeyId: "id", accessKeySecret: "secret" })).toBe(true);
    expect(hasKeys({ accessKeyId: "id", accessKeySecret: "" })).toBe(false);
    expect(hasKeys({ accessKeyId: "", accessKeySecret: "secret" })).toBe(false);
    expect(hasKeys(JSON.parse('{"accessKeyId":"id"}'))).toBe(false);
  });

  it("is expired at the very instant of its expiration, never without one", () => {
    const keys = { accessKeyId: "id", accessKeySecret: "secret" };
    expect(isExpired(keys, Number.MAX_SAFE_INTEGER)).toBe(false);
    expect(isExpired({ ...keys, expiration: new Date(1000) }, 999)).toBe(false);
    expect(isExpired({ ...keys, expiration: new Date(1000) }, 1000)).toBe(true);
  });
});

describe("1.2 provider contracts", () => {
  it("wraps a function without caching", async () => {
    let calls = 0;
    const provider = new CredentialsProviderFunc(async () => ({
      accessKeyId: `id-${String(++calls)}`,
      accessKeySecret: "s",
    }));
    expect((await provider.getCredentials()).accessKeyId).toBe("id-1");
    expect((await provider.getCredentials()).accessKeyId).toBe("id-2");
  });

  it("passes the caller's signal to the function, and its error to the caller", async () => {
    const signal = AbortSignal.abort();
    const failure = new Error("down");
    let seen: AbortSignal | undefined;
    const provider = new CredentialsProviderFunc((options) => {
      seen = options?.signal;
      throw failure;
    });
    await expect(provider.getCredentials({ signal })).rejects.toBe(failure);
    expect(seen).toBe(signal);
  });

  it("refuses what is no function", () => {
    expect(() => Reflect.construct(CredentialsProviderFunc, [{}])).toThrow("must be a function");
  });

  it("turns a provider into a function whose answers may be spread, kept and written into", async () => {
    const expiration = new Date(4_000_000_000_000);
    const provider = shared({ accessKeyId: "id", accessKeySecret: "secret", securityToken: "token", expiration });
    const load = toCredentialsProviderFunc(provider);
    const first = await load();
    expect({ ...first }).toEqual({ accessKeyId: "id", accessKeySecret: "secret", securityToken: "token", expiration });
    first.accessKeySecret = "changed";
    expect((await load()).accessKeySecret).toBe("secret");
  });

  it("leaves out what a permanent key does not have", async () => {
    const load = toCredentialsProviderFunc(new StaticCredentialsProvider("id", "secret"));
    expect(Object.keys(await load())).toEqual(["accessKeyId", "accessKeySecret"]);
  });

  it("refuses a provider without the method", () => {
    expect(() => Reflect.apply(toCredentialsProviderFunc, undefined, [{}])).toThrow("getCredentials");
    expect(() => Reflect.apply(toCredentialsProviderFunc, undefined, [undefined])).toThrow("getCredentials");
  });

  it("fits the official v2 interface", async () => {
    const official: OfficialProvider[] = [
      new StaticCredentialsProvider("id", "secret"),
      new CredentialsProviderFunc(() => ({ accessKeyId: "id", accessKeySecret: "secret" })),
      shared({ accessKeyId: "id", accessKeySecret: "secret" }),
    ];
    for (const provider of official) expect((await provider.getCredentials()).accessKeyId).toBe("id");
  });
});

describe("1.3 providers", () => {
  it("static: validates at construction and prints no secret", async () => {
    expect(() => new StaticCredentialsProvider("", "secret")).toThrow("accessKeyId");
    expect(() => new StaticCredentialsProvider("id", "")).toThrow("accessKeySecret");
    const provider = new StaticCredentialsProvider("LTAI-id", "canary-secret", "canary-token");
    const credentials = await provider.getCredentials();
    expect(credentials).toMatchObject({ type: "sts", accessKeyId: "LTAI-id" });
    expect(credentials.securityToken).toBe("canary-token");
    const printed = [
      inspect(provider, { showHidden: true, depth: 9 }),
      inspect(credentials),
      JSON.stringify({ provider, credentials }),
    ];
    expect(printed.join()).not.toContain("canary");
  });

  it("environment: read at every call", async () => {
    const variables: Record<string, string> = { OSS_ACCESS_KEY_ID: "a", OSS_ACCESS_KEY_SECRET: "s" };
    const provider = new EnvironmentVariableCredentialsProvider({ host: env(variables) });
    expect(await provider.getCredentials()).toMatchObject({ type: "access_key", accessKeyId: "a" });
    Object.assign(variables, { OSS_ACCESS_KEY_ID: "b", OSS_SESSION_TOKEN: "token" });
    expect(await provider.getCredentials()).toMatchObject({ type: "sts", accessKeyId: "b" });
  });

  it.each([
    ["nothing", {}, "NOT_CONFIGURED"],
    ["no secret", { OSS_ACCESS_KEY_ID: "a" }, "INVALID_CREDENTIAL"],
    ["no id", { OSS_ACCESS_KEY_SECRET: "s" }, "INVALID_CREDENTIAL"],
    ["an empty id", { OSS_ACCESS_KEY_ID: "", OSS_ACCESS_KEY_SECRET: "s" }, "INVALID_CREDENTIAL"],
    ["nothing but empty texts", { OSS_ACCESS_KEY_ID: "", OSS_ACCESS_KEY_SECRET: "" }, "NOT_CONFIGURED"],
  ])("environment: %s", async (_name, variables, code) => {
    const provider = new EnvironmentVariableCredentialsProvider({ host: env(variables) });
    const message = expect.stringContaining("access key id or access key secret is empty");
    await expect(provider.getCredentials()).rejects.toMatchObject({ code, message });
  });

  it("anonymous: empty keys, recognised by type only", async () => {
    const provider = new AnonymousCredentialsProvider();
    expect(hasKeys(await provider.getCredentials())).toBe(false);
    expect(isAnonymous(provider)).toBe(true);
    expect(isAnonymous(new CredentialsProviderFunc(() => ({ accessKeyId: "", accessKeySecret: "" })))).toBe(false);
  });
});

describe("1.3 process", () => {
  const run = (result: { exitCode: number; stdout: string }, platform = "linux") => {
    const calls: (readonly [string, readonly string[]])[] = [];
    const host: Pick<Host, "execFile" | "platform"> = {
      platform,
      async execFile(file, args) {
        calls.push([file, args]);
        return { ...result, stderr: "" };
      },
    };
    return { calls, provider: new ProcessCredentialsProvider("my-tool --json", { host }) };
  };
  const output = {
    AccessKeyId: "id",
    AccessKeySecret: "secret",
    SecurityToken: "token",
    Expiration: "2099-01-01T00:00:00Z",
  };

  it("runs the command in a shell and reads its JSON", async () => {
    const { calls, provider } = run({ exitCode: 0, stdout: JSON.stringify(output) });
    const credentials = await provider.getCredentials();
    expect(calls).toEqual([["sh", ["-c", "my-tool --json"]]]);
    expect(credentials).toMatchObject({ type: "sts", accessKeyId: "id" });
    expect(credentials.expiration).toEqual(new Date("2099-01-01T00:00:00Z"));
  });

  it("un-escapes quotes on Windows", async () => {
    const { calls, provider } = run({ exitCode: 0, stdout: JSON.stringify(output).replaceAll('"', '\\"') }, "win32");
    expect((await provider.getCredentials()).accessKeyId).toBe("id");
    expect(calls).toEqual([["cmd.exe", ["/C", "my-tool --json"]]]);
  });

  it.each([
    ["not zero", { exitCode: 3, stdout: "" }, "error in credential_process"],
    [
      "no secret",
      { exitCode: 0, stdout: '{"AccessKeyId":"id"}' },
      "missing AccessKeyId or AccessKeySecret in process output",
    ],
    ["no JSON", { exitCode: 0, stdout: "canary" }, "no JSON object"],
    [
      "no secret but an empty one",
      { exitCode: 0, stdout: JSON.stringify({ ...output, AccessKeySecret: "" }) },
      "missing",
    ],
    ["a list", { exitCode: 0, stdout: "[]" }, "missing AccessKeyId or AccessKeySecret in process output"],
    ["a bad time", { exitCode: 0, stdout: JSON.stringify({ ...output, Expiration: "soon" }) }, "Expiration"],
    ["no RFC 3339 time", { exitCode: 0, stdout: JSON.stringify({ ...output, Expiration: "1 Jan 2099" }) }, "RFC 3339"],
    [
      "a day that is none",
      { exitCode: 0, stdout: JSON.stringify({ ...output, Expiration: "2099-02-30T00:00:00Z" }) },
      "RFC 3339",
    ],
    ["a number as time", { exitCode: 0, stdout: JSON.stringify({ ...output, Expiration: 4_070_908_800 }) }, "RFC 3339"],
  ])("fails on %s without quoting the output", async (_name, result, message) => {
    const { provider } = run(result);
    const error: unknown = await provider.getCredentials().catch((reason: unknown) => reason);
    expect(inspect(error)).toContain(message);
    expect(inspect(error)).not.toContain("canary");
  });

  it("refuses an empty command", () => {
    for (const command of ["", " "]) {
      expect(() => new ProcessCredentialsProvider(command)).toThrow("command must not be empty");
    }
  });

  it("runs the command at every call, and reads offsets in times", async () => {
    const { calls, provider } = run({
      exitCode: 0,
      stdout: JSON.stringify({ ...output, SecurityToken: undefined, Expiration: "2099-01-01T08:00:00.5+08:00" }),
    });
    const credentials = await provider.getCredentials();
    expect(credentials).toMatchObject({ type: "access_key" });
    expect(credentials.expiration).toEqual(new Date("2099-01-01T00:00:00.500Z"));
    await provider.getCredentials();
    expect(calls).toHaveLength(2);
  });

  it.each([
    [undefined, 15_000],
    [0, 0],
    [7, 7],
  ])("ends a command at the limit of %s ms", async (timeout, expected) => {
    const host = scriptedHost();
    host.onExecFile(() => new Promise(() => undefined));
    const running = drive(host, new ProcessCredentialsProvider("sleep", { host, timeout }).getCredentials());
    await expect(running).rejects.toMatchObject({
      code: "PROCESS_TIMEOUT",
      message: expect.stringContaining("credential process timed out"),
    });
    expect(host.commands[0]?.options.timeout).toBe(expected);
  });

  it("knows no limit when it is negative", async () => {
    const host = scriptedHost();
    host.onExecFile(() => ({ stdout: JSON.stringify(output) }));
    await new ProcessCredentialsProvider("tool", { host, timeout: -1 }).getCredentials();
    expect(host.commands[0]?.options.timeout).toBe(Infinity);
  });

  it("says what failed when the command cannot be started, or the caller has gone", async () => {
    const host = scriptedHost();
    const provider = new ProcessCredentialsProvider("tool", { host });
    await expect(provider.getCredentials()).rejects.toThrow("error in credential_process");
    await expect(provider.getCredentials({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "ABORTED" });
  });

  it("a real shell inherits the environment", async () => {
    const host = createNodeHost({ env: { PATH: process.env["PATH"], CANARY: "from-the-environment" } });
    const command = `printf '{"AccessKeyId":"%s","AccessKeySecret":"s"}' "$CANARY"`;
    expect(await new ProcessCredentialsProvider(command, { host }).getCredentials()).toMatchObject({
      accessKeyId: "from-the-environment",
    });
  });
});

describe("1.4 fetcher", () => {
  it("fetches once for 100 concurrent calls", async () => {
    let fetches = 0;
    const provider = new FetcherCredentialsProvider(async () => {
      fetches += 1;
      return { accessKeyId: "id", accessKeySecret: "secret" };
    });
    await Promise.all(Array.from({ length: 100 }, () => provider.getCredentials()));
    expect(fetches).toBe(1);
  });

  it.each<[string, OssCredentials]>([
    ["expired", { accessKeyId: "id", accessKeySecret: "secret", expiration: new Date(1000) }],
    ["keyless", { accessKeyId: "", accessKeySecret: "" }],
  ])("refuses a fresh value that is %s", async (_name, value) => {
    const provider = new FetcherCredentialsProvider({ fetch: async () => value });
    await expect(provider.getCredentials()).rejects.toMatchObject({ name: "CredentialsError" });
  });

  it("needs a fetcher", () => {
    for (const wrong of [undefined, {}, { fetch: 5 }]) {
      expect(() => Reflect.construct(FetcherCredentialsProvider, [wrong])).toThrow("fetcher is null.");
    }
  });

  it.each([
    [3600, 720, 840],
    [900, 180, 300],
    [151, 30.2, 150.2],
    [150, 150, 150],
    [60, 60, 60],
  ])("Go-compatible windows for a lifetime of %d s", (lifetime, first, afterFailure) => {
    const policy = fetcherRefreshPolicy();
    const random = (): number => 0.5;
    const plan = policy.plan({ obtainedAt: 0, expiresAt: lifetime * 1000, unchanged: false, random });
    expect(plan.refreshAt).toBeCloseTo(first * 1000, 3);
    if (first === lifetime) return;
    const failure = {
      now: plan.refreshAt,
      failures: 1,
      permanent: false,
      unchanged: false,
      plan,
      retryAfter: undefined,
      random,
    };
    expect(policy.afterFailure(failure).nextAttemptAt).toBeCloseTo(afterFailure * 1000, 3);
  });

  it("tells a caller whose signal ends the wait, and nobody else", async () => {
    const host = scriptedHost();
    let release: () => void = () => undefined;
    const provider = new FetcherCredentialsProvider(
      () => new Promise((resolve) => (release = () => resolve({ accessKeyId: "id", accessKeySecret: "s" }))),
      { host },
    );
    const controller = new AbortController();
    const canceled = provider.getCredentials({ signal: controller.signal });
    const patient = provider.getCredentials();
    controller.abort();
    await expect(canceled).rejects.toMatchObject({
      code: "ABORTED",
      message: expect.stringContaining("FetchCredentialsCanceled"),
    });
    release();
    expect(await patient).toMatchObject({ accessKeyId: "id" });
  });

  it("keeps what does not expire for ever, and gives errors of a hard failure to the caller without keeping them", async () => {
    const host = scriptedHost();
    let fetches = 0;
    const provider = new FetcherCredentialsProvider(
      () => {
        fetches += 1;
        if (fetches === 1) throw new Error("down");
        return Promise.resolve({ accessKeyId: "id", accessKeySecret: "s" });
      },
      { host, policy: fetcherRefreshPolicy() },
    );
    await expect(provider.getCredentials()).rejects.toMatchObject({ cause: { message: "down" } });
    await host.clock.advance(60_000);
    await provider.getCredentials();
    await host.clock.advance(10 * 365 * 86_400_000);
    await provider.getCredentials();
    expect(fetches).toBe(2);
  });

  describe("with the windows of the Go SDK, on a clock", () => {
    const minute = 60_000;
    const hour = 60 * minute;

    /** A provider of sessions of `lifetime` ms; `fetch` says how each fetch ends. */
    function clocked(lifetime: number, fetch: (count: number) => "new" | "same" | "fails") {
      const host: ScriptedHost = scriptedHost();
      const start = host.now();
      const at: number[] = [];
      let expiration = new Date(0);
      const fetcher = async (): Promise<OssCredentials> => {
        at.push(host.now() - start);
        const outcome = fetch(at.length);
        if (outcome === "fails") throw new Error("down");
        if (outcome === "new") expiration = new Date(host.now() + lifetime);
        return { accessKeyId: `id-${expiration.getTime()}`, accessKeySecret: "s", expiration };
      };
      const provider = new FetcherCredentialsProvider(fetcher, { host, policy: fetcherRefreshPolicy() });
      return { host, at, provider };
    }

    /** Asks for credentials every second of a time. */
    async function ask({ host, provider }: ReturnType<typeof clocked>, duration: number): Promise<void> {
      for (let left = duration; left >= 0; left -= 1000) {
        await provider.getCredentials();
        await host.clock.advance(1000);
      }
    }

    it("refreshes at 20 % of an hour, and later by two minutes for each failure", async () => {
      const world = clocked(hour, (count) => (count === 1 || count === 4 ? "new" : "fails"));
      await ask(world, 17 * minute);
      expect(world.at).toEqual([0, 12 * minute, 14 * minute, 16 * minute]);
    });

    it("takes the window anew from what is left of credentials that come again", async () => {
      const world = clocked(hour, (count) => (count === 1 ? "new" : "same"));
      await ask(world, 25 * minute);
      // 20 % of the 48 minutes that were left.
      expect(world.at).toEqual([0, 12 * minute, 21.6 * minute]);
    });

    it("has no early window when it would not be over two minutes, nor after it is used up", async () => {
      const short = clocked(150_000, () => "new");
      await ask(short, 149_000);
      expect(short.at).toEqual([0]);
      await ask(short, 2_000);
      expect(short.at).toEqual([0, 150_000]);
      const failing = clocked(151_000, (count) => (count === 1 ? "new" : "fails"));
      await ask(failing, 149_000);
      expect(failing.at).toEqual([0, 31_000]);
    });
  });
});
