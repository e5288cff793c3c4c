import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { bannedImport } from "./ambient-modules.js";
import { onImport } from "./imports.js";
import type { Rule } from "./rule.js";

/** How a use of a global is judged: every use, or only these members of it. */
type Ban = "always" | readonly string[];

const globals: Readonly<Record<string, Ban>> = {
  AbortSignal: ["timeout"],
  Math: ["random"],
  Date: ["now"],
  crypto: ["getRandomValues", "randomUUID"],
  EventSource: "always",
  WebSocket: "always",
  XMLHttpRequest: "always",
  fetch: "always",
  navigator: "always",
  performance: "always",
  process: "always",
  setImmediate: "always",
  setInterval: "always",
  setTimeout: "always",
};

/** Options of {@link noAmbient}. */
export interface NoAmbientOptions {
  /** Modules this code may import although they reach outside, e.g. `node:http` in a transport. */
  readonly modules?: readonly string[];
  /** Globals this code may use although they reach outside. */
  readonly globals?: readonly string[];
}

/** Libraries reach time, randomness, environment, files, processes and the network through the injected `Host`. */
export const noAmbient: Rule<"global" | "module" | "cryptoNamespace", [NoAmbientOptions?]> = {
  meta: {
    type: "problem",
    docs: { description: "Forbid ambient time, randomness, environment, files, processes and network." },
    schema: [
      {
        type: "object",
        properties: {
          modules: { type: "array", items: { type: "string" } },
          globals: { type: "array", items: { type: "string" } },
        },
        additionalProperties: false,
      },
    ],
    messages: {
      global: '"{{name}}" is ambient: take it from the injected Host.',
      module: '"{{name}}" reaches outside the program: go through the injected Host.',
      cryptoNamespace: 'Import the functions you need from "{{name}}" by name, so that its randomness stays out.',
    },
  },
  create(context) {
    const { modules = [], globals: allowed = [] }: NoAmbientOptions = context.options[0] ?? {};

    function checkReference(name: string, node: TSESTree.Node): void {
      const ban = globals[name];
      if (ban === undefined || allowed.includes(name)) return;
      const member = ban === "always" ? undefined : membersOf(node).find((each) => ban.includes(each));
      if (ban === "always") context.report({ node, messageId: "global", data: { name } });
      else if (member !== undefined) {
        context.report({ node, messageId: "global", data: { name: `${name}.${member}` } });
      } else if (name === "Date" && readsClock(node)) {
        context.report({ node, messageId: "global", data: { name: "Date without arguments" } });
      }
    }

    return {
      ...onImport((site) => {
        const finding = site.typeOnly || modules.includes(site.module) ? undefined : bannedImport(site);
        if (finding !== undefined) context.report({ node: site.node, messageId: finding.messageId, data: finding });
      }),
      "Program:exit"(program: TSESTree.Program) {
        for (const { identifier } of globalReferences(context.sourceCode, program)) {
          if (identifier.type !== "Identifier" || identifier.parent?.type === "TSTypeQuery") continue;
          const member = identifier.name === "globalThis" ? memberOf(identifier) : undefined;
          if (member === undefined) checkReference(identifier.name, identifier);
          else if (identifier.parent !== undefined) checkReference(member, identifier.parent);
        }
      },
    };
  },
};

/** Every use, as a value, of a name the file itself does not define. */
function globalReferences(
  sourceCode: Readonly<TSESLint.SourceCode>,
  program: TSESTree.Program,
): TSESLint.Scope.Reference[] {
  const scope = sourceCode.getScope(program);
  const implicit = [...scope.set.values()].filter((variable) => variable.defs.length === 0);
  return [...scope.through, ...implicit.flatMap((variable) => variable.references)].filter(
    (reference) => reference.isValueReference,
  );
}

/** The names read from `node`, by the member access or the destructuring around it. */
function membersOf(node: TSESTree.Node): string[] {
  const { parent } = node;
  if (parent?.type !== "VariableDeclarator" || parent.init !== node || parent.id.type !== "ObjectPattern") {
    return [memberOf(node) ?? []].flat();
  }
  return parent.id.properties.flatMap((property) =>
    property.type === "Property" && property.key.type === "Identifier" ? property.key.name : [],
  );
}

/** The name read from `node` by the member access around it. */
function memberOf(node: TSESTree.Node): string | undefined {
  const { parent } = node;
  if (parent?.type !== "MemberExpression" || parent.object !== node) return undefined;
  if (!parent.computed) return parent.property.type === "Identifier" ? parent.property.name : undefined;
  return parent.property.type === "Literal" ? String(parent.property.value) : undefined;
}

/** `new Date()` and `Date()`; with arguments, `new Date(x)` is a pure conversion. */
function readsClock(node: TSESTree.Node): boolean {
  const { parent } = node;
  if (parent?.type === "CallExpression") return parent.callee === node;
  return parent?.type === "NewExpression" && parent.callee === node && parent.arguments.length === 0;
}
