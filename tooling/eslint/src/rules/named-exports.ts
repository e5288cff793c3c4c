import type { Rule } from "./rule.js";

/** Modules export by name: no `export default`, no `export *`. */
export const namedExports: Rule<"noDefault" | "noStar"> = {
  meta: {
    type: "problem",
    docs: { description: "Forbid default and star exports." },
    schema: [],
    messages: {
      noDefault: "Export by name: a default export has no name of its own to search for.",
      noStar: "List the names: a star export changes the public surface unseen.",
    },
  },
  create(context) {
    return {
      ExportDefaultDeclaration(node) {
        context.report({ node, messageId: "noDefault" });
      },
      ExportAllDeclaration(node) {
        context.report({ node, messageId: "noStar" });
      },
      ExportSpecifier(node) {
        const exported = node.exported.type === "Identifier" ? node.exported.name : node.exported.value;
        if (exported === "default") context.report({ node, messageId: "noDefault" });
      },
    };
  },
};
