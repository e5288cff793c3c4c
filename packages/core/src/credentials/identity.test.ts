import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createIdentity, withSource } from "./identity.js";

const identity = createIdentity("testAkId\0", { source: "inner", accountId: "1234", principal: undefined });
const shown = { fingerprint: "9fe2c17a30ec22b5", source: "inner", accountId: "1234" };

test("printed, serialized and copied, it has its fingerprint though nobody read it before", () => {
  const printed = inspect(createIdentity("testAkId\0", { source: "inner", accountId: "1234" }), { showHidden: true });
  expect(printed).toBe(inspect(shown));
  expect(JSON.parse(JSON.stringify(identity))).toEqual(shown);
  expect({ ...identity }).toEqual(shown);
  expect(structuredClone(identity)).toEqual(shown);
  expect(Object.isFrozen(identity)).toBe(true);
});

test("under another path it keeps everything else, before and after the fingerprint was read", () => {
  const moved = withSource(identity, "outer/inner");
  expect(moved).toEqual({ ...shown, source: "outer/inner" });
  expect(withSource(moved, "outermost")).toEqual({ ...shown, source: "outermost" });
  expect(identity.source).toBe("inner");
  expect(Object.keys(moved)).toEqual(["fingerprint", "source", "accountId"]);
});
