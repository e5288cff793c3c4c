import { scriptedHost, scriptedSource, testSession } from "@credport/testing";
import { expect, test } from "vitest";
import type { ProviderOptions } from "../sources/credentials-provider.js";
import type { CredentialsSource } from "../sources/credentials-source.js";
import { createProvider } from "./create-provider.js";

const host = scriptedHost();
const source = scriptedSource(testSession(1));
const withoutLoad: CredentialsSource = JSON.parse('{"name":"x"}');
const withoutHost: ProviderOptions = JSON.parse("{}");
const withoutClock: ProviderOptions = JSON.parse('{"host":{}}');

test.each<readonly [string, string, () => unknown]>([
  ["source", "without load", () => createProvider(withoutLoad, { host })],
  ["source", "null", () => createProvider(JSON.parse("null"), { host })],
  ["host", "missing", () => createProvider(source, withoutHost)],
  ["host", "no options at all", () => createProvider(source, JSON.parse("null"))],
  ["host", "no host", () => createProvider(source, withoutClock)],
])("bad input: %s (%s) is CONFIG_INVALID at construction", (option, _what, make) => {
  expect(make).toThrow(
    expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(`"${option}"`) }),
  );
});
