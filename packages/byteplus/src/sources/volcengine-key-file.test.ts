import { isUnavailable } from "@credport/core";
import { canary, loadContext, scriptedHost, sourceConformance, type ScriptedHost } from "@credport/testing";
import { expect, test } from "vitest";
import { volcengineKeyFile } from "./volcengine-key-file.js";

const path = "/home/tester/.volc/config";
const keys = JSON.stringify({ VOLC_ACCESSKEY: "AKLTfile", VOLC_SECRETKEY: canary.accessKeySecret });

function withFile(content: string, file = path): ScriptedHost {
  const host = scriptedHost({ homedir: "/home/tester" });
  host.files.write(file, content);
  return host;
}

test.each([{}, { path: "" }])("11: reads VOLC_ACCESSKEY and VOLC_SECRETKEY of ~/.volc/config: %j", async (options) => {
  const loaded = await volcengineKeyFile(options).load(loadContext(withFile(keys)));
  expect(loaded).toMatchObject({ type: "access_key", accessKeyId: "AKLTfile", identity: { source: "volc_config" } });
});

test("reads the path that was named, and nothing else", async () => {
  const host = withFile(keys, "/named");
  expect(await volcengineKeyFile({ path: "/named" }).load(loadContext(host))).toMatchObject({
    accessKeyId: "AKLTfile",
  });
  expect(host.files.reads).toEqual(["/named"]);
});

test("without a home directory there is nothing to look for", async () => {
  const loaded = await volcengineKeyFile().load(loadContext(scriptedHost({ homedir: null })));
  expect(isUnavailable(loaded)).toBe(true);
});

sourceConformance({
  name: "volc_config",
  working: () => ({ source: volcengineKeyFile(), host: withFile(keys) }),
  unconfigured: () => ({ source: volcengineKeyFile(), host: scriptedHost() }),
  failing: {
    "no JSON object": () => ({
      source: volcengineKeyFile(),
      host: withFile(`[${keys}`),
      code: "FILE_MALFORMED",
    }),
    "half a key pair": () => ({
      source: volcengineKeyFile(),
      host: withFile(JSON.stringify({ VOLC_SECRETKEY: canary.accessKeySecret })),
      code: "CONFIG_INVALID",
    }),
    "an unreadable file": () => {
      const host = withFile(keys);
      host.files.makeUnreadable(path);
      return { source: volcengineKeyFile(), host, code: "FILE_UNREADABLE" };
    },
  },
});
