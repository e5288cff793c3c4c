import type { TSESLint, TSESTree } from "@typescript-eslint/utils";

/** One place that names a module: a static or dynamic import, a re-export. */
export interface ImportSite {
  readonly node: TSESTree.Node;
  readonly module: string;
  /** Nothing of it remains at run time. */
  readonly typeOnly: boolean;
  readonly specifiers: readonly TSESTree.ImportClause[];
}

/** Calls `visit` for every module the linted file names with a literal. */
export function onImport(visit: (site: ImportSite) => void): TSESLint.RuleListener {
  return {
    ImportDeclaration(node) {
      const specifiers = node.specifiers;
      const typeOnly =
        node.importKind === "type" ||
        (specifiers.length > 0 &&
          specifiers.every((specifier) => specifier.type === "ImportSpecifier" && specifier.importKind === "type"));
      visit({ node, module: node.source.value, typeOnly, specifiers });
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) return;
      visit({ node, module: node.source.value, typeOnly: node.exportKind === "type", specifiers: [] });
    },
    ExportAllDeclaration(node) {
      visit({ node, module: node.source.value, typeOnly: node.exportKind === "type", specifiers: [] });
    },
    ImportExpression(node) {
      if (node.source.type !== "Literal" || typeof node.source.value !== "string") return;
      visit({ node, module: node.source.value, typeOnly: false, specifiers: [] });
    },
    TSImportType(node) {
      visit({ node, module: node.source.value, typeOnly: true, specifiers: [] });
    },
  };
}
