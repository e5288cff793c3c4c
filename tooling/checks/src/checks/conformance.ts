import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";
import { isForeign, publicApi, type PublicSymbol } from "../api/public-api.js";
import type { Check } from "../check.js";
import { isTestFile, type WorkspacePackage } from "../workspace/workspace.js";

/** Makers of sources go through `sourceConformance`, functions that take a provider through `adapterConformance`. */
export const conformance: Check = {
  name: "conformance",
  promise:
    "Every source of core, a vendor or an adapter, and every entry of an adapter, is run through its conformance suite.",
  run: (workspace) => {
    const { checker, symbols } = publicApi(workspace);
    return symbols
      .filter((symbol) => !isForeign(symbol))
      .flatMap((symbol) =>
        suitesFor(symbol, checker)
          .filter((suite) => !testsCall(symbol.package, suite, symbol.name))
          .map((suite) => ({ where: symbol.package.folder, message: `no test runs ${symbol.name} through ${suite}` })),
      );
  },
};

/** The suites an exported function has to pass, told by its types. */
function suitesFor({ package: { layer }, symbol }: PublicSymbol, checker: ts.TypeChecker): string[] {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || (symbol.flags & ts.SymbolFlags.Function) === 0) return [];
  const signatures = checker.getTypeOfSymbolAtLocation(symbol, declaration).getCallSignatures();
  const makesSource = signatures.some((signature) => is(signature.getReturnType(), "CredentialsSource", checker));
  const takesProvider = signatures
    .flatMap((signature) => signature.parameters.map((parameter) => checker.getTypeOfSymbol(parameter)))
    .some((type) => holdsProvider(type, checker));
  return [
    ...(makesSource && ["core", "vendor", "adapter"].includes(layer) ? ["sourceConformance"] : []),
    ...(takesProvider && layer === "adapter" ? ["adapterConformance"] : []),
  ];
}

/** Whether a parameter is a provider, or options with one among them. */
function holdsProvider(type: ts.Type, checker: ts.TypeChecker): boolean {
  const members = type.getProperties().map((member) => checker.getNonNullableType(checker.getTypeOfSymbol(member)));
  return [type, ...members].some((each) => is(each, "CredentialsProvider", checker));
}

/** Whether a type is an interface of this name or extends one. */
function is(type: ts.Type, name: string, checker: ts.TypeChecker): boolean {
  if (type.symbol?.name === name) return true;
  return type.isClassOrInterface() && checker.getBaseTypes(type).some((base) => is(base, name, checker));
}

/** Whether a test calls the suite and names the function, itself or in a file of the tests that it imports. */
function testsCall(workspacePackage: WorkspacePackage, suite: string, name: string): boolean {
  const { path, files } = workspacePackage;
  const read = (file: string): string => readFileSync(join(path, file), "utf8");
  return files
    .filter((file) => isTestFile(file) && file.endsWith(".ts"))
    .map((file) => ({ file, text: read(file) }))
    .filter(({ text }) => new RegExp(`\\b${suite}(?:<\\w+>)?\\(`).test(text))
    .flatMap(({ file, text }) => [text, ...supportOf(workspacePackage, file, text).map(read)])
    .some((text) => new RegExp(`\\b${name}\\b`).test(text));
}

/** The files of the tests that a test imports. */
function supportOf({ files }: WorkspacePackage, file: string, text: string): string[] {
  return ts
    .preProcessFile(text)
    .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => posix.join(posix.dirname(file), fileName.replace(/\.js$/, ".ts")))
    .filter((imported) => isTestFile(imported) && files.includes(imported));
}
