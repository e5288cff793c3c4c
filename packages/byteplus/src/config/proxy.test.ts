import { scriptedHost } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import { volcenginePreset } from "../presets/volcengine-preset.js";
import type { ConnectionOptions } from "./options.js";
import { proxyChoice } from "./proxy.js";

function chosen(
  target: string,
  env: Record<string, string>,
  options: ConnectionOptions = {},
  preset = byteplusPreset,
): string | undefined {
  return proxyChoice(options, preset, scriptedHost({ env }))?.(new URL(target))?.origin;
}

const both = { HTTP_PROXY: "http://plain:1", HTTPS_PROXY: "http://secure:2" };
const target = "https://open.byteplusapi.com/";

describe("4 proxies", () => {
  test("the target's real scheme decides", () => {
    expect(chosen(target, both)).toBe("http://secure:2");
    expect(chosen("http://open.byteplusapi.com/", both)).toBe("http://plain:1");
  });

  test("the option wins over the environment, upper case over lower case; none is none", () => {
    expect(chosen(target, both, { httpsProxy: "https://mine:3" })).toBe("https://mine:3");
    expect(chosen(target, both, { httpProxy: "http://mine:3" })).toBe("http://secure:2");
    expect(chosen(target, { HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:2" })).toBe("http://upper:1");
    expect(chosen(target, { https_proxy: "http://lower:2" })).toBe("http://lower:2");
    expect(chosen(target, {})).toBeUndefined();
  });

  test.each([
    ["open.byteplusapi.com", true],
    ["x.com, open.byteplusapi.com ", true],
    [".byteplusapi.com", true],
    ["byteplusapi.com", false],
    ["*", true],
    ["open.byteplusapi.com:443", true],
    ["open.byteplusapi.com:8443", false],
    ["en.byteplusapi.com", false],
    ["", false],
  ])("NO_PROXY=%j excludes: %s", (list, excluded) => {
    for (const name of ["NO_PROXY", "no_proxy"])
      expect(chosen(target, { ...both, [name]: list }) === undefined).toBe(excluded);
  });

  test("NO_PROXY does not undo a proxy that was passed", () => {
    expect(chosen(target, { NO_PROXY: "*" }, { httpsProxy: "http://mine:3" })).toBe("http://mine:3");
  });

  test("section 11: Volcengine's three variables", () => {
    const env = { ...both, VOLC_PROXY_HOST: "p", VOLC_PROXY_PORT: "8080" };
    expect(chosen(target, env, {}, volcenginePreset)).toBe("http://p:8080");
    expect(chosen(target, { ...env, VOLC_PROXY_PROTOCOL: "https:" }, {}, volcenginePreset)).toBe("https://p:8080");
    expect(chosen(target, both, {}, volcenginePreset)).toBeUndefined();
  });
});
