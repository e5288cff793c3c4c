import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { expect, test } from "vitest";
import { initialize, load } from "./loads-hook.js";

test("module files are reported; Node's own modules and CommonJS, which has its cache, are not", async () => {
  const { port1, port2 } = new MessageChannel();
  initialize({ port: port2 });
  const context = { conditions: [], format: undefined, importAttributes: {}, importAssertions: {} };
  for (const [url, format] of [
    ["file:///a.js", "module"],
    ["file:///b.cjs", "commonjs"],
    ["node:fs", "builtin"],
  ] as const) {
    await load(url, context, () => ({ format, source: "" }));
  }
  expect(receiveMessageOnPort(port1)).toEqual({ message: "file:///a.js" });
  expect(receiveMessageOnPort(port1)).toBeUndefined();
  port1.close();
});
