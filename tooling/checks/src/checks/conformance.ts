import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { isForeign, publicApi, type PublicSymbol } from "../api/public-api.js";
import type { Check } from "../check.js";
import { isTestFile, type WorkspacePackage } from "../workspace/workspace.js";

/** Makers of sources go through `sourceConformance`, functions that take a provider through `adapterConformance`. */
export const conformance: Check = {
  name: "conformance",
  promise: "Every source of a vendor and every entry of an adapter is run through its conformance suite.",
  run: (workspace) => {
    const { checker, symbols } = publicApi(workspace);
    return symbols
      .filter((symbol) => !isForeign(symbol))
      .flatMap((symbol) => {
        const suite = suiteFor(symbol, checker);
        if (suite === undefined || testsCall(symbol.package, suite, symbol.name)) return [];
        return [{ where: symbol.package.folder, message: `no test runs ${symbol.name} through ${suite}` }];
      });
  },
};

/** The suite an exported function has to pass, told by its types. */
function suiteFor({ package: { layer }, symbol }: PublicSymbol, checker: ts.TypeChecker): string | undefined {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || (symbol.flags & ts.SymbolFlags.Function) === 0) return undefined;
  const signatures = checker.getTypeOfSymbolAtLocation(symbol, declaration).getCallSignatures();
  const named = (type: ts.Type, name: string): boolean => type.symbol?.name === name;
  if (layer === "vendor") {
    const returnsSource = signatures.some((signature) => named(signature.getReturnType(), "CredentialsSource"));
    return returnsSource ? "sourceConformance" : undefined;
  }
  if (layer !== "adapter") return undefined;
  const takesProvider = signatures.some((signature) =>
    signature.parameters.some((parameter) => named(checker.getTypeOfSymbol(parameter), "CredentialsProvider")),
  );
  return takesProvider ? "adapterConformance" : undefined;
}

function testsCall({ path, files }: WorkspacePackage, suite: string, name: string): boolean {
  return files
    .filter((file) => isTestFile(file) && file.endsWith(".ts"))
    .map((file) => readFileSync(join(path, file), "utf8"))
    .some((text) => text.includes(`${suite}(`) && new RegExp(`\\b${name}\\b`).test(text));
}
