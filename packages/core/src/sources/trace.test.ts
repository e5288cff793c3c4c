import { scriptedSource, testProvider, testSession, scriptedHost, settle, loadContext } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { chain } from "../chain/chain.js";
import { unavailable } from "../credentials/unavailable.js";
import { createProvider } from "../engine/create-provider.js";
import { CredentialsError } from "../errors/credentials-error.js";

const never = (): Promise<never> => new Promise(() => undefined);

describe("design.md, engine 8: the trace of a load that is stopped", () => {
  const empty = scriptedSource(unavailable("no file"), "file");

  test.each(["deaf to its signal", "that ends with its signal"])(
    "a timeout is an attempt of the innermost source that was being asked, %s",
    async (kind) => {
      const host = scriptedHost();
      const hanging = scriptedSource(
        kind === "deaf to its signal" ? never : ({ signal }) => host.sleep(1e9, { signal }).then(never),
        "metadata",
      );
      const source = chain("default", [empty, chain("inner", [empty, hanging]), empty]);
      const provider = createProvider(source, { host, loadTimeout: 30_000 });
      const wait = provider.getCredentials().catch((error: unknown) => error);
      await host.clock.advance(30_000);
      const attempts = [
        { source: "default/file", outcome: "unavailable", reason: "no file", duration: 0 },
        { source: "default/inner/file", outcome: "unavailable", reason: "no file", duration: 0 },
        {
          source: "default/inner/metadata",
          outcome: "failed",
          reason: "default did not answer within 30000 ms.",
          duration: 30_000,
        },
      ];
      expect(await wait).toMatchObject({ code: "TIMEOUT", source: "default", attempts });
      await settle();
      expect(provider.status().attempts).toEqual(attempts);
    },
  );

  test("without a chain it is the source itself; a late answer changes nothing", async () => {
    let finish = (): void => undefined;
    const { provider, clock } = testProvider(
      async () => {
        await new Promise<void>((resolve) => (finish = resolve));
        return testSession(1);
      },
      { loadTimeout: 1_000 },
    );
    const wait = provider.getCredentials().catch(() => undefined);
    await clock.advance(1_000);
    await wait;
    finish();
    await settle();
    expect(provider.status().attempts).toMatchObject([{ source: "scripted", outcome: "failed", duration: 1_000 }]);
  });

  test("loads that end leave no listener on their signal", async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const { addEventListener, removeEventListener } = signal;
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners += 1;
      addEventListener.apply(signal, args);
    };
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners -= 1;
      removeEventListener.apply(signal, args);
    };
    const failing = scriptedSource(new CredentialsError({ code: "NETWORK", message: "down" }), "net");
    const source = chain("default", [empty, failing]);
    await source.load(loadContext(scriptedHost(), { signal })).catch(() => undefined);
    expect(listeners).toBe(0);
  });
});
