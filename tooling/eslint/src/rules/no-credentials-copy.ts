import { ESLintUtils, type TSESTree } from "@typescript-eslint/utils";
import type { Type } from "typescript";
import type { Rule } from "./rule.js";

/**
 * Credentials keep their secrets in non-enumerable accessors, so a copy by spread, rest, `Object.assign` or `structuredClone`
 * silently lacks them. `exposeCredentials` is the one way to a plain copy. Needs type information.
 */
export const noCredentialsCopy: Rule<"copy"> = {
  meta: {
    type: "problem",
    docs: { description: "Forbid copying credentials by spread, rest, Object.assign or structuredClone." },
    schema: [],
    messages: { copy: "A copy made by {{how}} lacks the secret: use exposeCredentials." },
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);

    function check(node: TSESTree.Node, how: string): void {
      if (holdsCredentials(services.getTypeAtLocation(node)))
        context.report({ node, messageId: "copy", data: { how } });
    }

    return {
      "ObjectExpression > SpreadElement"(node: TSESTree.SpreadElement) {
        check(node.argument, "spread");
      },
      "ObjectPattern > RestElement"(node: TSESTree.RestElement) {
        if (node.parent.type === "ObjectPattern") check(node.parent, "rest");
      },
      CallExpression(node) {
        const how = copier(node.callee);
        if (how === undefined) return;
        const values = how === "Object.assign" ? node.arguments.slice(1) : node.arguments;
        for (const value of values) check(value.type === "SpreadElement" ? value.argument : value, how);
      },
    };
  },
};

/** Whether a value of this type can be `AccessKeyCredentials` or `BearerCredentials`, known by their members. */
function holdsCredentials(type: Type): boolean {
  if (type.isUnion()) return type.types.some(holdsCredentials);
  const constraint = type.isTypeParameter() ? type.getConstraint() : undefined;
  if (constraint !== undefined) return holdsCredentials(constraint);
  const has = (name: string): boolean => type.getProperty(name) !== undefined;
  return has("identity") && (has("accessKeySecret") || has("bearerToken"));
}

/** The name of a call that copies own enumerable properties. */
function copier(callee: TSESTree.Expression): "Object.assign" | "structuredClone" | undefined {
  if (callee.type === "Identifier") return callee.name === "structuredClone" ? "structuredClone" : undefined;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return undefined;
  const isAssign = callee.property.type === "Identifier" && callee.property.name === "assign";
  return callee.object.name === "Object" && isAssign ? "Object.assign" : undefined;
}
