import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type ts from "typescript";
import { expect, test } from "vitest";

const require = createRequire(import.meta.url);
const folder = fileURLToPath(new URL("programs/", import.meta.url));
const names = readdirSync(folder);

/** The compiler that projects are on, and the oldest one that lets a CommonJS file `require` an ES module. */
const compilers: readonly (typeof ts)[] = [require("typescript"), require("typescript-lowest")];

test("there is a program of either kind for each adapter", () => {
  const adapters = readdirSync(new URL("../../../packages", import.meta.url)).filter((name) =>
    name.startsWith("adapter-"),
  );
  expect(names.sort()).toEqual(adapters.flatMap((name) => [`${name}.cts`, `${name}.mts`]).sort());
});

// Without the condition that leads to sources these programs see what is published: run the build before.
test.each(compilers)(
  "strict programs compile with TypeScript $version, as ES modules and as CommonJS",
  (compiler) => {
    const program = compiler.createProgram(
      names.map((name) => folder + name),
      {
        module: compiler.ModuleKind.NodeNext,
        moduleResolution: compiler.ModuleResolutionKind.NodeNext,
        target: compiler.ScriptTarget.ES2022,
        types: ["node"],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        esModuleInterop: true,
        skipLibCheck: true,
        noEmit: true,
      },
    );
    const used = program.getSourceFiles().map(({ fileName }) => fileName);
    expect(used.filter((name) => /\/packages\/adapter-\w+(?:-\w+)?\/src\//.test(name))).toEqual([]);
    const problems = compiler.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
      const line = file === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
      return `${file?.fileName.slice(folder.length) ?? ""}:${String(line)} ${compiler.flattenDiagnosticMessageText(messageText, " ")}`;
    });
    expect(problems).toEqual([]);
  },
  120_000,
);
