import { defineConfig } from "vitest/config";

// Every package runs with this one configuration: `vitest run --config ../../tooling/vitest/vitest.config.mjs`.
// Workspace packages resolve to their sources, so a test never meets a stale build.
const conditions = ["@credport/source", "node", "import", "default"];

export default defineConfig({
  root: process.cwd(),
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    passWithNoTests: true,
    dangerouslyIgnoreUnhandledErrors: false,
    reporters: ["default", ["json", { outputFile: "reports/tests.json" }]],
    // A CommonJS package looks to a test as it looks to Node.
    deps: { interopDefault: false },
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
