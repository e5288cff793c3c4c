import { expect, test } from "vitest";
import { createKeyPair } from "../examples/error-handling.js";
import { BytePlusError, env } from "../src/index.js";
import { startWorld } from "./world.js";

test("the guide's error-handling example, run for each of the four kinds", async () => {
  await using world = await startWorld();
  const { clock, emulator, host, keys } = world;
  const options = { region: "ap-southeast-1", endpoint: emulator.byteplus.url, credentials: keys, host, maxRetries: 0 };

  expect(await createKeyPair(options, "testKeyPairName")).toMatch(/^created kp-/);

  expect(await createKeyPair(options, "")).toBe(
    "1. client error (parameter validation): ParamRequiredError CreateKeyPairInput.KeyPairName",
  );
  expect(await createKeyPair({ ...options, region: "" }, "a")).toBe("1. client error (configuration): MissingRegion");
  expect(await createKeyPair({ ...options, maxRetries: -2 }, "a")).toBe(
    "1. client error (configuration): CONFIG_INVALID",
  );
  expect(await createKeyPair({ ...options, credentials: env() }, "a")).toBe(
    "1. client error (credentials): EnvAccessKeyNotFound",
  );

  expect(await createKeyPair(options, "testKeyPairName")).toMatch(
    /^2\. server error: InvalidKeyPair\.Duplicate 409 \w+$/,
  );
  const stranger = { accessKeyId: "AKLTnobody", accessKeySecret: "s" };
  expect(await createKeyPair({ ...options, credentials: stranger }, "a")).toMatch(
    /^2\. server error: InvalidAccessKey 401/,
  );

  expect(await createKeyPair({ ...options, endpoint: "http://no-such-host.invalid" }, "a")).toBe(
    "3. network or timeout: the name does not resolve",
  );
  const hung = emulator.faults.hang({ service: "byteplus", times: 2 });
  expect(await createKeyPair({ ...options, timeout: 50 }, "a")).toBe("3. network or timeout: time-out while reading");
  const late = createKeyPair(options, "a", { timeoutMs: 5_000 });
  await clock.advance(5_000);
  expect(await late).toBe("3. network or timeout: the call's time ran out");
  const signal = AbortSignal.abort();
  expect(await createKeyPair(options, "a", { signal })).toBe("3. network or timeout: aborted by the caller");
  hung.release();
  emulator.faults.dropConnection({ service: "byteplus" });
  expect(await createKeyPair(options, "a")).toMatch(/^3\. network or timeout: /);

  const unreadable = (): BytePlusError => new BytePlusError({ code: "Mine", message: "m" });
  emulator.faults.failNext({ service: "byteplus", status: 418, code: "Teapot" });
  expect(await createKeyPair({ ...options, decodeError: unreadable }, "a")).toBe("4. other error (other): Mine");
});
