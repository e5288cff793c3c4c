import { rotatingProvider, type RotatingProvider } from "@credport/testing";
import { expect, test } from "vitest";
import { CredentialsError } from "../errors/credentials-error.js";
import { rebuildOnRotation } from "./rebuild-on-rotation.js";

function setUp(): RotatingProvider {
  let issued = 0;
  return rotatingProvider(() => ({ accessKeyId: `key${String((issued += 1))}`, accessKeySecret: "secret" }));
}

test("builds one client per credential, shared by concurrent callers", async () => {
  const rotating = setUp();
  const retired: string[] = [];
  const current = rebuildOnRotation(rotating.provider, ({ accessKeyId }) => ({ accessKeyId }), {
    retire: ({ accessKeyId }) => retired.push(accessKeyId),
  });
  const [one, other] = await Promise.all([current(), current()]);
  expect(one).toBe(other);
  await rotating.rotate();
  expect(await current()).toEqual({ accessKeyId: "key2" });
  expect(retired).toEqual(["key1"]);
  expect(rotating.loads).toBe(2);
});

test("rejects with the provider's error, and with what building throws", async () => {
  const rotating = setUp();
  const broken = rebuildOnRotation(rotating.provider, () => {
    throw new Error("no such region");
  });
  await expect(broken()).rejects.toThrow("no such region");
  const failing = setUp();
  failing.failWith(new CredentialsError({ code: "NETWORK", message: "unreachable" }));
  await expect(rebuildOnRotation(failing.provider, () => ({}))()).rejects.toMatchObject({ code: "NETWORK" });
});

test("gives each client a plain copy of its own, which it may keep and write into", async () => {
  const rotating = setUp();
  const current = rebuildOnRotation(rotating.provider, (credentials) => Object.assign(credentials, { region: "r" }));
  expect({ ...(await current()) }).toEqual({ accessKeyId: "key1", accessKeySecret: "secret", region: "r" });
  expect(rotating.provider.peek()).not.toHaveProperty("region");
});
