import type { TSESLint } from "@typescript-eslint/utils";

type Rules = TSESLint.FlatConfig.Rules;

/** Rules of every TypeScript file, on top of typescript-eslint's strict and stylistic sets. */
export const houseRules: Rules = {
  "credport/named-exports": "error",
  "credport/no-body-in-errors": "error",
  "credport/no-credentials-copy": "error",
  "credport/package-boundaries": "error",

  eqeqeq: "error",
  "id-denylist": ["error", "opts", "req", "msg"],
  "max-lines": ["error", 300],
  "no-param-reassign": "error",
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",

  // Assertions belong in parse-*.ts, which the configuration lists on its own.
  "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
  "@typescript-eslint/consistent-type-exports": "error",
  "@typescript-eslint/consistent-type-imports": ["error", { disallowTypeAnnotations: false }],
  "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],

  // Numbers and booleans print as one expects; objects do not.
  "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
  // `() => doIt()` and `return doIt()` are how a step without a result is handed on.
  "@typescript-eslint/no-confusing-void-expression": [
    "error",
    { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
  ],
  // `[...text]` counts and walks code points on purpose.
  "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
  // An abort reason may be anything, and is passed on as it is.
  "@typescript-eslint/only-throw-error": ["error", { allowThrowingAny: true, allowThrowingUnknown: true }],
  "@typescript-eslint/prefer-promise-reject-errors": ["error", { allowThrowingAny: true, allowThrowingUnknown: true }],
  // An empty string often means "not set", as an environment variable does.
  "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: { string: true } }],
  // Public functions check what callers without types pass.
  "@typescript-eslint/no-unnecessary-condition": "off",
  // `x === undefined || x.y !== z` narrows for the reader too.
  "@typescript-eslint/prefer-optional-chain": "off",
  // Headers and parameters are kept by name.
  "@typescript-eslint/no-dynamic-delete": "off",
  // A guard for somebody else's class lets its caller name the class.
  "@typescript-eslint/no-unnecessary-type-parameters": "off",
  // A method may be async because its interface is.
  "@typescript-eslint/require-await": "off",
  // A no-op handler keeps a shared promise from becoming an unhandled rejection.
  "@typescript-eslint/no-empty-function": "off",
  // Records of functions are written with method syntax; their functions use no `this`.
  "@typescript-eslint/unbound-method": "off",
  // Exported fields need their type on the left, for isolated declarations.
  "@typescript-eslint/consistent-generic-constructors": "off",
  "@typescript-eslint/consistent-indexed-object-style": "off",
  // Asks for the assertions this repository forbids.
  "@typescript-eslint/non-nullable-type-assertion-style": "off",
  "@typescript-eslint/class-literal-property-style": "off",
  // Structural twins of a class are welcome: that is how an adapter takes somebody else's client.
  "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
};

/** Adapters work on clients that are not ours. */
export const adapterRules: Rules = {
  // They use the names their clients chose.
  "id-denylist": "off",
  // `Object.create`, which derives one call's view of a client, is typed `any`.
  "@typescript-eslint/no-unsafe-assignment": "off",
  "@typescript-eslint/no-unsafe-return": "off",
};

/** Syntax trees are told apart by `type`, an enum whose members are written as their text. */
export const syntaxTreeRules: Rules = { "@typescript-eslint/no-unsafe-enum-comparison": "off" };

/** What tests may do and shipped code may not, and the other way round. */
export const testRules: Rules = {
  "credport/no-sleeping-tests": "error",
  "max-lines": ["error", 500],
  // What users still call is tested too, and an empty class stands for a wrong one.
  "@typescript-eslint/no-deprecated": "off",
  "@typescript-eslint/no-extraneous-class": "off",
  // Vendors' packages often have no types.
  "@typescript-eslint/no-unsafe-argument": "off",
  "@typescript-eslint/no-unsafe-assignment": "off",
  "@typescript-eslint/no-unsafe-call": "off",
  "@typescript-eslint/no-unsafe-member-access": "off",
  "@typescript-eslint/no-unsafe-return": "off",
};
