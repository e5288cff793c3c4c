import { expect, test } from "vitest";
import { findings, manifest, type Files } from "../../test/fixture.js";
import { conformance } from "./conformance.js";

const vendor = (tests: Files): Files => ({
  "packages/oss/package.json": manifest("oss"),
  "packages/oss/dist/index.d.ts": `
    interface CredentialsSource { load(): void }
    export declare function environment(): CredentialsSource;
    export declare function sign(): string;
  `,
  ...tests,
});

const adapter = (tests: Files): Files => ({
  "packages/adapter-aws/package.json": manifest("adapter-aws"),
  "packages/adapter-aws/dist/index.d.ts": `
    interface CredentialsProvider { peek(): void }
    export declare function awsCredentials(provider: CredentialsProvider): void;
    export declare function isDead(code: string): boolean;
  `,
  ...tests,
});

test("sources and adapters that go through their suites pass", () => {
  const found = findings(conformance, {
    ...vendor({ "packages/oss/src/environment.test.ts": "sourceConformance({ create: () => environment() });" }),
    ...adapter({ "packages/adapter-aws/test/aws.test.ts": "adapterConformance({ attach: awsCredentials });" }),
  });
  expect(found).toEqual([]);
});

test("a source without its suite is found", () => {
  const found = findings(conformance, vendor({ "packages/oss/src/environment.test.ts": "environment().load();" }));
  expect(found).toEqual(["packages/oss: no test runs environment through sourceConformance"]);
});

test("another source's suite does not count", () => {
  const found = findings(
    conformance,
    vendor({ "packages/oss/src/other.test.ts": "sourceConformance({ create: file });" }),
  );
  expect(found).toEqual(["packages/oss: no test runs environment through sourceConformance"]);
});

test("an adapter without its suite is found", () => {
  const found = findings(conformance, adapter({}));
  expect(found).toEqual(["packages/adapter-aws: no test runs awsCredentials through adapterConformance"]);
});
