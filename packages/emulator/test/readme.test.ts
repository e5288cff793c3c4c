import PopCore from "@alicloud/pop-core";
import { expect, test } from "vitest";
import { startEmulator } from "../src/index.js";

// The README's example, with a client in the place it leaves for one.
test("the README's example runs", async () => {
  const emulator = await startEmulator({ services: ["sts"] });
  const user = emulator.accounts.createUser();
  const role = emulator.accounts.createRole({ name: "reader" });
  const client = new PopCore({ ...user, endpoint: emulator.sts.url, apiVersion: "2015-04-01" });
  const assume = (): Promise<unknown> => client.request("AssumeRole", { RoleArn: role.arn, RoleSessionName: "readme" });

  await assume();
  expect(emulator.accounts.rotate()).toBe(1);
  emulator.faults.failNext({
    service: "sts",
    operation: "AssumeRole",
    times: 1,
    status: 503,
    code: "ServiceUnavailable",
  });
  await expect(assume()).rejects.toMatchObject({ code: "ServiceUnavailable" });
  await assume();
  expect(emulator.calls.count("sts", "AssumeRole")).toBe(3);
  await emulator.close();
});
