import { loadContext, scriptedHost, scriptedSource, settle, testSession } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { createAccessKeyCredentials } from "../credentials/create-credentials.js";
import { isUnavailable, unavailable } from "../credentials/unavailable.js";
import { isUncached } from "../credentials/uncached.js";
import { createProvider } from "../engine/create-provider.js";
import { CredentialsError } from "../errors/credentials-error.js";
import type { CredentialsSource } from "../sources/credentials-source.js";
import { staticSource } from "../sources/static-source.js";
import { chain } from "./chain.js";

const failure = (): CredentialsError => new CredentialsError({ code: "FILE_MALFORMED", message: "bad JSON in /c" });
const session = (source: string) => testSession(1, { source, accountId: "42", cache: false });

describe("core.md 2: chain", () => {
  test("asks in order, takes the first that is configured, and puts its name before the path, all else kept", async () => {
    const host = scriptedHost();
    const inner = chain("cli_profile", [scriptedSource(session("ram_role_arn/static_ak"), "ram_role_arn")]);
    const last = scriptedSource(session("last"), "last");
    const links = [scriptedSource(unavailable("KEY is not set"), "env"), inner, last];
    const credentials = await chain("default", links).load(loadContext(host));
    if (isUnavailable(credentials)) throw new Error(credentials.reason);
    expect(credentials.identity).toMatchObject({
      source: "default/cli_profile/ram_role_arn/static_ak",
      accountId: "42",
      fingerprint: session("x").identity.fingerprint,
    });
    expect([credentials.accessKeySecret, isUncached(credentials), last.loads]).toEqual(["secret-1", true, 0]);
  });

  test("stops at the first that is configured and fails, with its own error, full path and trace", async () => {
    const last = scriptedSource(session("last"), "last");
    const links = [scriptedSource(unavailable("KEY is not set"), "env"), scriptedSource(failure(), "file"), last];
    const provider = createProvider(chain("default", links), { host: scriptedHost() });
    await expect(provider.getCredentials()).rejects.toMatchObject({
      code: "FILE_MALFORMED",
      message: "bad JSON in /c",
      source: "default/file",
      attempts: [
        { source: "default/env", outcome: "unavailable", reason: "KEY is not set", duration: 0 },
        { source: "default/file", outcome: "failed", reason: "bad JSON in /c", duration: 0 },
      ],
    });
    expect(last.loads).toBe(0);
  });

  test("a success has its trace too, one entry per attempt, with durations", async () => {
    const host = scriptedHost();
    const slow = scriptedSource(async () => {
      await host.sleep(70);
      return session("slow");
    }, "slow");
    const empty = scriptedSource(unavailable("no file"), "file");
    const provider = createProvider(chain("default", [chain("inner", [empty]), chain("other", [slow])]), { host });
    const wait = provider.getCredentials();
    await host.clock.advance(70);
    await wait;
    expect(provider.status().attempts).toEqual([
      { source: "default/inner/file", outcome: "unavailable", reason: "no file", duration: 0 },
      { source: "default/inner", outcome: "unavailable", reason: "file: no file", duration: 0 },
      { source: "default/other/slow", outcome: "success", duration: 70 },
    ]);
  });

  test("CHAIN_EXHAUSTED names every link and its message, as the cause of being unavailable", async () => {
    const links = [
      scriptedSource(unavailable("KEY is not set"), "env"),
      scriptedSource(unavailable("no file"), "file"),
    ];
    const answer = await chain("default", links).load(loadContext(scriptedHost()));
    if (!isUnavailable(answer)) throw new Error("It is not.");
    expect(answer.cause).toMatchObject({ code: "CHAIN_EXHAUSTED", source: "default", permanent: false });
    for (const part of ["env", "KEY is not set", "file", "no file"]) {
      expect(answer.cause).toHaveProperty("message", expect.stringContaining(part));
    }
  });

  test("onFailure: continue asks the next source; when all is in vain it has failed, not been unavailable", async () => {
    const options = { onFailure: "continue" } as const;
    const good = scriptedSource(session("last"), "last");
    const host = scriptedHost();
    const lucky = createProvider(chain("default", [scriptedSource(failure(), "file"), good], options), { host });
    expect((await lucky.getCredentials()).identity.source).toBe("default/last");
    const luckless = chain(
      "default",
      [scriptedSource(failure(), "file"), scriptedSource(unavailable("no"), "env")],
      options,
    );
    await expect(luckless.load(loadContext(host))).rejects.toMatchObject({
      code: "CHAIN_EXHAUSTED",
      message: expect.stringContaining("bad JSON in /c"),
      cause: { code: "FILE_MALFORMED" },
    });
  });

  test("a chain that failed in every link waits as long as the first was told to", async () => {
    const busy = new CredentialsError({ code: "HTTP_STATUS", message: "busy", httpStatus: 503, retryAfter: 20_000 });
    const links = [scriptedSource(busy, "sts"), scriptedSource(unavailable("no file"), "file")];
    const host = scriptedHost();
    const provider = createProvider(chain("default", links, { onFailure: "continue" }), { host });
    await expect(provider.getCredentials()).rejects.toMatchObject({ code: "CHAIN_EXHAUSTED", retryAfter: 20_000 });
    expect(provider.status().nextAttemptAt).toBe(host.now() + 20_000);
  });

  test("does not go on to the next link once its load was stopped", async () => {
    const controller = new AbortController();
    const stopped = new CredentialsError({ code: "DISPOSED", message: "stopped" });
    const first = scriptedSource(() => {
      controller.abort(stopped);
      return unavailable("nothing");
    }, "first");
    const next = scriptedSource(session("next"), "next");
    const load = chain("default", [first, next]).load(loadContext(scriptedHost(), { signal: controller.signal }));
    await expect(load).rejects.toBe(stopped);
    expect(next.loads).toBe(0);
  });
});

describe("core.md 2: the pinned winner", () => {
  const env = () => scriptedSource(unavailable("KEY is not set"), "env");

  test("later loads go to it alone; its failure is the chain's, not a reason to walk on", async () => {
    const [first, winner, other] = [env(), scriptedSource(session("file"), "file"), scriptedSource(session("x"), "x")];
    const source = chain("default", [first, winner, other]);
    const context = loadContext(scriptedHost());
    await source.load(context);
    first.answer(session("env"));
    winner.answer(failure());
    await expect(source.load(context)).rejects.toMatchObject({ code: "FILE_MALFORMED", source: "default/file" });
    winner.answer(unavailable("the file is gone"));
    await expect(source.load(context)).rejects.toMatchObject({ code: "UNAVAILABLE", source: "default/file" });
    const cause = new CredentialsError({ code: "NOT_CONFIGURED", message: "no file at /c" });
    winner.answer(unavailable("the file is gone", { cause }));
    await expect(source.load(context)).rejects.toMatchObject({ code: "NOT_CONFIGURED", source: "default/file" });
    expect([first.loads, winner.loads, other.loads]).toEqual([1, 4, 0]);
  });

  test("nobody is pinned before somebody succeeded", async () => {
    const [first, second] = [env(), scriptedSource(failure(), "file")];
    const source = chain("default", [first, second]);
    const context = loadContext(scriptedHost());
    await expect(source.load(context)).rejects.toMatchObject({ code: "FILE_MALFORMED" });
    first.answer(session("env"));
    expect(await source.load(context)).toHaveProperty("identity.source", "default/env");
  });

  test("an answer that is dead on arrival is a failure: it pins nobody, and onFailure: continue asks the next", async () => {
    const host = scriptedHost();
    const dead = testSession(1, { source: "file", expiration: host.clock.date() });
    const links = [scriptedSource(dead, "file"), scriptedSource(session("last"), "last")] as const;
    const source = chain("default", links);
    await expect(source.load(loadContext(host))).rejects.toMatchObject({ code: "EXPIRED", source: "default/file" });
    links[0].answer(unavailable("the file is gone"));
    expect(await source.load(loadContext(host))).toHaveProperty("identity.source", "default/last");

    links[0].answer(dead);
    const lenient = chain("default", links, { onFailure: "continue" });
    expect(await lenient.load(loadContext(host))).toHaveProperty("identity.source", "default/last");
  });

  test("pin: none walks at each load", async () => {
    const [first, second] = [env(), scriptedSource(session("file"), "file")];
    const source = chain("default", [first, second], { pin: "none" });
    const context = loadContext(scriptedHost());
    await source.load(context);
    first.answer(session("env"));
    expect(await source.load(context)).toHaveProperty("identity.source", "default/env");
  });
});

test("a load that began before the pinning walks on: it is no failure of the winner", async () => {
  const [slow, winner] = [scriptedSource(unavailable("no"), "slow"), scriptedSource(session("file"), "file")];
  let answer = (): void => undefined;
  slow.once(async () => {
    await new Promise<void>((resolve) => (answer = resolve));
    return unavailable("not yet");
  });
  const source = chain("default", [slow, winner]);
  const context = loadContext(scriptedHost());
  const early = source.load(context);
  await source.load(context);
  answer();
  expect(await early).toHaveProperty("identity.source", "default/file");
});

test("a chain whose first link is known without I/O is itself", () => {
  const credentials = createAccessKeyCredentials({ accessKeyId: "id", accessKeySecret: "s", source: "static_ak" });
  const provider = createProvider(chain("default", [staticSource(credentials), scriptedSource(failure())]), {
    host: scriptedHost(),
  });
  expect(provider.peek()?.identity.source).toBe("default/static_ak");
});

test.each<readonly [string, () => unknown]>([
  ["name", () => chain("", [scriptedSource(failure())])],
  ["sources", () => chain("default", [])],
])("an empty %s is CONFIG_INVALID", (option, make) => {
  expect(make).toThrow(expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(option) }));
});

const untyped: CredentialsSource = JSON.parse('{"name":"file"}');

test.each<readonly [string, () => unknown]>([
  ["sources[1]", () => chain("default", [scriptedSource(failure()), untyped])],
  ["sources[0]", () => chain("default", [JSON.parse("null")])],
  ["sources", () => chain("default", JSON.parse("null"))],
])("bad input: %s is no source", (option, make) => {
  expect(make).toThrow(expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(option) }));
});

test("warnings of a link carry its path", async () => {
  const link = scriptedSource(async (context) => {
    context.warn?.({ code: "imds-v1-fallback", message: "Version 2 is not available." });
    await settle();
    return session("ecs");
  }, "ecs");
  const warnings: unknown[] = [];
  const context = loadContext(scriptedHost(), { warn: (warning) => warnings.push(warning) });
  await chain("default", [chain("inner", [link])]).load(context);
  expect(warnings).toMatchObject([{ code: "imds-v1-fallback", source: "default/inner/ecs" }]);
});
