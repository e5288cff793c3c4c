import { expect, test } from "vitest";
import { findings, manifest } from "../../test/fixture.js";
import { canary } from "./canary.js";

test.each(["assertNoCanary(error);", "sourceConformance({});", "adapterConformance<Client>({});"])(
  "a test that says %s passes",
  (text) => {
    const found = findings(canary, {
      "packages/oss/package.json": manifest("oss"),
      "packages/oss/test/errors.test.ts": text,
    });
    expect(found).toEqual([]);
  },
);

test("tests that search for no secret are found; what stands in for services, and what is not published, need not", () => {
  const found = findings(canary, {
    "packages/core/package.json": manifest("core"),
    "packages/core/src/canary.ts": "assertNoCanary(error);",
    "packages/core/src/engine.test.ts": 'import { assertNoCanary } from "@credport/testing";',
    "packages/emulator/package.json": manifest("emulator"),
    "packages/testing/package.json": manifest("testing"),
    "apps/cli/package.json": manifest("cli", { private: true }),
  });
  expect(found).toEqual(["packages/core: no test calls assertNoCanary or a conformance suite"]);
});
