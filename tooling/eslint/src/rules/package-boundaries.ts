import { posix } from "node:path";
import { layerOf, mayDependOn } from "../layers.js";
import { onImport } from "./imports.js";
import type { Rule } from "./rule.js";
import { sourceFile } from "./source-file.js";

const scope = "@credport/";

/**
 * Packages meet at their entry points only, and shipped code imports downwards: vendor packages -> node -> core,
 * adapters -> core, emulator -> node and core. Tests may import any package, by its entry points too.
 */
export const packageBoundaries: Rule<"deep" | "outside" | "direction"> = {
  meta: {
    type: "problem",
    docs: { description: "Forbid deep imports of other packages and imports against the layers." },
    schema: [],
    messages: {
      deep: 'Import "{{name}}" by one of its entry points, not by a file inside it.',
      outside: "A relative import must stay inside its package: use the package's name.",
      direction: "A package of layer {{from}} must not import layer {{to}} ({{name}}).",
    },
  },
  create(context) {
    const file = sourceFile(context.filename);
    const from = file && layerOf(file.folder);
    if (file === undefined || from === undefined) return {};
    return onImport(({ node, module }) => {
      if (module.startsWith(".")) {
        const target = posix.join(posix.dirname(file.path), module);
        if (target.startsWith("../")) context.report({ node, messageId: "outside" });
        return;
      }
      if (!module.startsWith(scope)) return;
      const [folder = "", ...inside] = module.slice(scope.length).split("/");
      const name = scope + folder;
      if (inside[0] === "src" || inside[0] === "dist") context.report({ node, messageId: "deep", data: { name } });
      const to = layerOf(`packages/${folder}`);
      if (file.isTest || to === undefined || file.folder === `packages/${folder}` || mayDependOn(from, to)) return;
      context.report({ node, messageId: "direction", data: { from, to, name } });
    });
  },
};
