import { basename } from "node:path";
import type { Rule } from "./rule.js";

const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|test-d|d|config))?\.[cm]?[jt]s$/;

/** File names are kebab-case, with `.test`, `.test-d`, `.d` or `.config` as the only inner endings. */
export const fileName: Rule<"kebabCase"> = {
  meta: {
    type: "problem",
    docs: { description: "Require kebab-case file names." },
    schema: [],
    messages: { kebabCase: 'File name "{{name}}" is not kebab-case.' },
  },
  create(context) {
    const name = basename(context.filename);
    return {
      Program(node) {
        if (!kebabCase.test(name)) context.report({ node, messageId: "kebabCase", data: { name } });
      },
    };
  },
};
