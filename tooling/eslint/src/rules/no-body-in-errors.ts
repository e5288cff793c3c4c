import {
  ESLintUtils,
  type ParserServicesWithTypeInformation,
  type TSESLint,
  type TSESTree,
} from "@typescript-eslint/utils";
import type { Type } from "typescript";
import type { Rule } from "./rule.js";

/** The readers of an answer's body, on anything that has a `status` too. */
const readers: ReadonlySet<string> = new Set(["body", "text", "json", "arrayBuffer", "bytes"]);

/** String methods whose result still holds what they were called on. */
const keepers: ReadonlySet<string> = new Set([
  "slice",
  "substring",
  "trim",
  "toString",
  "replaceAll",
  "replace",
  "concat",
]);

/**
 * What an upstream service answered may hold a secret, so it never enters an error: only parsed, allow-listed fields do.
 * Follows a body through `await`, templates, concatenation, string methods and `const`s, into any argument of an error's
 * constructor. Needs type information.
 */
export const noBodyInErrors: Rule<"body"> = {
  meta: {
    type: "problem",
    docs: { description: "Forbid response bodies in errors." },
    schema: [],
    messages: { body: "A response body must not enter an error: name its code, request id or status instead." },
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);

    return {
      NewExpression(node) {
        if (!isError(services.getTypeAtLocation(node))) return;
        for (const argument of node.arguments) {
          const leak = findLeak(argument, context.sourceCode, services);
          if (leak !== undefined) context.report({ node: leak, messageId: "body" });
        }
      },
    };
  },
};

function isError(type: Type): boolean {
  return ["name", "message", "stack"].every((name) => type.getProperty(name) !== undefined);
}

/** The part of an expression through which a body would reach the expression's value. */
function findLeak(
  node: TSESTree.Node,
  sourceCode: Readonly<TSESLint.SourceCode>,
  services: ParserServicesWithTypeInformation,
): TSESTree.Node | undefined {
  const search = (...nodes: readonly TSESTree.Node[]): TSESTree.Node | undefined => {
    for (const each of nodes) {
      const leak = findLeak(each, sourceCode, services);
      if (leak !== undefined) return leak;
    }
    return undefined;
  };

  switch (node.type) {
    case "TemplateLiteral":
      return search(...node.expressions);
    case "BinaryExpression":
      return node.operator === "+" ? search(node.left, node.right) : undefined;
    case "LogicalExpression":
      return search(node.left, node.right);
    case "ConditionalExpression":
      return search(node.consequent, node.alternate);
    case "AwaitExpression":
    case "SpreadElement":
      return search(node.argument);
    case "ObjectExpression":
      return search(...node.properties.map((property) => (property.type === "Property" ? property.value : property)));
    case "ArrayExpression":
      return search(...node.elements.filter((element) => element !== null));
    case "Identifier": {
      const initializer = constantInitializer(node, sourceCode);
      return initializer !== undefined && search(initializer) !== undefined ? node : undefined;
    }
    case "MemberExpression":
      return readsBody(node, services) ? node : undefined;
    case "CallExpression":
      return callLeak(node, search);
    default:
      return undefined;
  }
}

/** A call passes a body on when it reads one, keeps the text it is called on, or only turns its argument into text. */
function callLeak(
  { callee, arguments: values }: TSESTree.CallExpression,
  search: (...nodes: readonly TSESTree.Node[]) => TSESTree.Node | undefined,
): TSESTree.Node | undefined {
  if (callee.type === "Identifier") return callee.name === "String" ? search(...values) : undefined;
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return undefined;
  const method = callee.property.name;
  if (method === "stringify") return search(...values);
  return search(callee) ?? (keepers.has(method) ? search(callee.object) : undefined);
}

function readsBody(node: TSESTree.MemberExpression, services: ParserServicesWithTypeInformation): boolean {
  if (node.property.type !== "Identifier" || !readers.has(node.property.name)) return false;
  const owner = services.getTypeAtLocation(node.object);
  const types = owner.isUnion() ? owner.types : [owner];
  return types.some((type) => ["status", "statusCode"].some((name) => type.getProperty(name) !== undefined));
}

/** What a `const` was initialised with; other variables change and are not followed. */
function constantInitializer(
  node: TSESTree.Identifier,
  sourceCode: Readonly<TSESLint.SourceCode>,
): TSESTree.Expression | undefined {
  const reference = sourceCode.getScope(node).references.find(({ identifier }) => identifier === node);
  const definition = reference?.resolved?.defs[0]?.node;
  if (definition?.type !== "VariableDeclarator" || definition.parent.kind !== "const") return undefined;
  return definition.id.type === "Identifier" ? (definition.init ?? undefined) : undefined;
}
