import { existsSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { publicPackages, type Workspace, type WorkspacePackage } from "../workspace/workspace.js";

/** One exported name of one entry point, as TypeScript sees it in the built declarations. */
export interface PublicSymbol {
  readonly package: WorkspacePackage;
  /** `.`, `./credentials`. */
  readonly entry: string;
  readonly name: string;
  /** What the name stands for, followed through re-exports. */
  readonly symbol: ts.Symbol;
}

/** Everything the published packages export, and the checker that understands it. */
export interface PublicApi {
  readonly checker: ts.TypeChecker;
  readonly symbols: readonly PublicSymbol[];
  /** Declaration files that a manifest promises and that are not there. */
  readonly missing: readonly { readonly package: WorkspacePackage; readonly file: string }[];
}

interface Entry {
  readonly package: WorkspacePackage;
  readonly entry: string;
  readonly file: string;
}

const read = new WeakMap<Workspace, PublicApi>();

/** Reads the built declarations of every published package, once per workspace. */
export function publicApi(workspace: Workspace): PublicApi {
  const known = read.get(workspace);
  if (known !== undefined) return known;
  const api = readPublicApi(workspace);
  read.set(workspace, api);
  return api;
}

function readPublicApi(workspace: Workspace): PublicApi {
  const entries = publicPackages(workspace).flatMap(entriesOf);
  const present = entries.filter(({ package: { path }, file }) => existsSync(join(path, file)));
  const program = ts.createProgram({
    rootNames: present.map(({ package: { path }, file }) => join(path, file)),
    options: {
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      strict: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
      typeRoots: [join(workspace.root, "node_modules/@types")],
    },
  });
  const checker = program.getTypeChecker();
  return {
    checker,
    symbols: present.flatMap((entry) => symbolsOf(entry, program, checker)),
    missing: entries.filter((entry) => !present.includes(entry)),
  };
}

function entriesOf(workspacePackage: WorkspacePackage): Entry[] {
  return Object.entries(workspacePackage.manifest.exports).flatMap(([entry, { types }]) =>
    typeof types === "string" ? [{ package: workspacePackage, entry, file: types }] : [],
  );
}

function symbolsOf(entry: Entry, program: ts.Program, checker: ts.TypeChecker): PublicSymbol[] {
  const source = program.getSourceFile(join(entry.package.path, entry.file));
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) return [];
  return checker
    .getExportsOfModule(module)
    .map((exported) => ({
      package: entry.package,
      entry: entry.entry,
      name: exported.name,
      symbol: exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether the name is re-exported from another package, which then answers for it. */
export function isForeign({ package: { path }, symbol }: PublicSymbol): boolean {
  const declarations = symbol.declarations ?? [];
  return declarations.every((declaration) => !declaration.getSourceFile().fileName.startsWith(`${path}/`));
}
