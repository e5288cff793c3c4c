import { transform } from "esbuild";
import type { Plugin } from "rolldown";

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
      return { code, map, moduleType: "js" };
    },
  },
};
