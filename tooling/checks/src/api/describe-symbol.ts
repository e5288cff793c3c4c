import ts from "typescript";
import type { PublicSymbol } from "./public-api.js";

/** One line of a package's API snapshot. */
export interface ApiEntry {
  readonly entry: string;
  readonly name: string;
  readonly kind: string;
  /** The declaration without its comments, line by line. */
  readonly signature: readonly string[];
}

const kinds: readonly (readonly [ts.SymbolFlags, string])[] = [
  [ts.SymbolFlags.Class, "class"],
  [ts.SymbolFlags.Function, "function"],
  [ts.SymbolFlags.Interface, "interface"],
  [ts.SymbolFlags.TypeAlias, "type"],
  [ts.SymbolFlags.Variable, "const"],
  [ts.SymbolFlags.Enum, "enum"],
  [ts.SymbolFlags.Namespace, "namespace"],
];

const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });

/** The snapshot entry of an exported name. */
export function describeSymbol({ entry, name, symbol }: PublicSymbol): ApiEntry {
  const kind = kinds.find(([flag]) => (symbol.flags & flag) !== 0)?.[1] ?? "other";
  return { entry, name, kind, signature: (symbol.declarations ?? []).flatMap(printDeclaration) };
}

/** Type, value and namespace may share a name; so may overloads. Each declaration is printed as it stands in the d.ts file. */
function printDeclaration(declaration: ts.Declaration): string[] {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const text = printer.printNode(ts.EmitHint.Unspecified, statement, declaration.getSourceFile());
  return text.replace(/^(?:export )?(?:declare )?/, "").split("\n");
}
