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

test("a source is known by what it extends, and in core and adapters too", () => {
  const declarations = `
    interface CredentialsSource { load(): void }
    interface RegionalSource extends CredentialsSource { readonly region: string }
    export declare function role(): RegionalSource;
  `;
  const found = ["oss", "core", "adapter-aws"].flatMap((name) =>
    findings(conformance, {
      [`packages/${name}/package.json`]: manifest(name),
      [`packages/${name}/dist/index.d.ts`]: declarations,
    }),
  );
  expect(found).toEqual(
    ["oss", "core", "adapter-aws"].map((name) => `packages/${name}: no test runs role through sourceConformance`),
  );
});

test("a provider among an adapter's options counts, and so does the file where its tests name it", () => {
  const files = {
    "packages/adapter-aws/package.json": manifest("adapter-aws"),
    "packages/adapter-aws/dist/index.d.ts": `
      interface CredentialsProvider { peek(): void }
      export declare function createClient(options: { provider?: CredentialsProvider | undefined }): void;
    `,
  };
  expect(findings(conformance, files)).toEqual([
    "packages/adapter-aws: no test runs createClient through adapterConformance",
  ]);
  const tested = {
    ...files,
    "packages/adapter-aws/test/aws.test.ts": 'import { connect } from "./clients.js"; adapterConformance({ connect });',
    "packages/adapter-aws/test/clients.ts": "export const connect = createClient;",
  };
  expect(findings(conformance, tested)).toEqual([]);
});
