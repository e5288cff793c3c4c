import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Report } from "../harness/report.js";

const benchFolder = fileURLToPath(new URL("../..", import.meta.url));

const entries: readonly (readonly [name: string, source: string])[] = [
  ["@credport/core, everything", 'export * from "@credport/core";'],
  [
    "@credport/core, what a vendor's source and its provider take",
    'export { createProvider, createAccessKeyCredentials, unavailable, CredentialsError } from "@credport/core";',
  ],
  [
    "@credport/core and alibaba-cloud, environment",
    'export { createProvider } from "@credport/core"; export { environment } from "@credport/alibaba-cloud";',
  ],
  ["@alicloud/credentials", 'export { default } from "@alicloud/credentials";'],
  ["AWS, fromEnv", 'export { fromEnv } from "@aws-sdk/credential-provider-env";'],
];

/** What a bundler makes of an import: core.md 3, test 13. Modules of Node are left out. */
export async function bundleSize(report: Report): Promise<void> {
  report.heading("Bundled and minified, without Node's own modules");
  const rows = [];
  for (const [name, contents] of entries) {
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: benchFolder },
      bundle: true,
      minify: true,
      format: "esm",
      platform: "node",
      external: ["undici"],
      write: false,
      logLevel: "silent",
    });
    const code = outputFiles[0]?.contents ?? new Uint8Array();
    rows.push([name, code.length / 1000, gzipSync(code, { level: 9 }).length / 1000]);
  }
  report.table(["", "kB", "kB gzip"], rows);
  report.note(
    "Goal: core at most 6 kB gzip, no dependencies. undici is left out of ours; it is loaded at the first request.",
  );
}
