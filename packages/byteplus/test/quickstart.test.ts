import { expect, test } from "vitest";
import { createNodeHost } from "@credport/node";
import { startEmulator } from "@credport/emulator";
import { listRegions } from "../examples/quickstart.js";

test("the README's example runs", async () => {
  await using emulator = await startEmulator({ services: ["byteplus"] });
  const { accessKeyId, accessKeySecret } = emulator.accounts.createUser();
  emulator.accounts.createRole({ name: "reader" });
  const env = { BYTEPLUS_ACCESS_KEY_ID: accessKeyId, BYTEPLUS_SECRET_ACCESS_KEY: accessKeySecret };
  await using host = createNodeHost({ env });
  const { url: endpoint } = emulator.byteplus;
  expect(await listRegions(emulator.accountId, { host, endpoint })).toContain("ap-southeast-1");
  expect(emulator.calls.count("byteplus", "AssumeRole")).toBe(1);
});
