import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";
import type { Plugin } from "rolldown";
import { compileEagerly } from "./compile-eagerly.js";
import { firstLoadModules } from "./first-load-modules.js";

const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));
const eager = new Set(firstLoadModules.map((path) => join(packages, path)));

/** Turns TypeScript into JavaScript. What replaces syntax that Node 20 lacks is written into the file, not imported from a package. */
export const transpile: Plugin = {
  name: "transpile",
  transform: {
    filter: { id: /\.ts$/ },
    async handler(source, sourcefile) {
      const { code, map } = await transform(source, {
        loader: "ts",
        target: "node20",
        tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
        sourcefile,
        sourcemap: "external",
      });
      return { code: eager.has(sourcefile) ? compileEagerly(code) : code, map, moduleType: "js" };
    },
  },
};
