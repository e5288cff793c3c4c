import { expect, test } from "vitest";
import { emulatedAccount } from "./emulated-account.js";

test("an emulated account says which calls were accepted, and retires the session that it replaces", async () => {
  const expired: string[] = [];
  let open = true;
  const calls = [{ accessKeyId: "one", status: 200 }, { accessKeyId: "two", status: 403 }, { accessKeyId: "three" }];
  const emulator = {
    accounts: { expire: (accessKeyId: string) => expired.push(accessKeyId) },
    calls: { list: () => calls },
    close: async () => void (open = false),
  };
  const issue = (): { accessKeyId: string; accessKeySecret: string } => ({
    accessKeyId: `id-${String(account.rotating.loads)}`,
    accessKeySecret: "secret",
  });
  const account = emulatedAccount(emulator, issue);
  await account.provider.getCredentials();
  await account.replaceSession();
  expect(account).toMatchObject({ accepted: ["one"], refused: 1 });
  expect(expired).toEqual(["id-1"]);
  expect(account.provider.peek()?.accessKeyId).toBe("id-2");
  calls.push({ accessKeyId: "four", status: 200 });
  expect(account.accepted).toEqual(["one", "four"]);
  await account[Symbol.asyncDispose]();
  expect(open).toBe(false);
});
