import { testTypedRule } from "../../test/rule-tester.js";
import { noCredentialsCopy } from "./no-credentials-copy.js";

const types = `
interface AccessKey { accessKeyId: string; accessKeySecret: string; identity: { source: string } }
interface Bearer { bearerToken: string; identity: { source: string } }
interface Plain { accessKeyId: string; accessKeySecret: string }
declare const key: AccessKey;
declare const bearer: Bearer;
declare const either: AccessKey | Bearer;
declare const maybe: AccessKey | undefined;
declare const plain: Plain;
declare function load(): Promise<AccessKey>;
`;
const inCase = (line: string): string => `${types}${line}
export {};`;

testTypedRule("no-credentials-copy", noCredentialsCopy, {
  valid: [
    "const copy = { ...plain };",
    "const id = { ...key.identity };",
    "const { accessKeyId, accessKeySecret } = key;",
    "const held = { key };",
    "const list = [...[key]];",
    "Object.assign(key, { a: 1 });",
    "Object.assign({}, plain);",
    "structuredClone(plain);",
  ].map(inCase),
  invalid: [
    "const copy = { ...key };",
    "const copy = { ...bearer, a: 1 };",
    "const copy = { ...either };",
    "const copy = { ...maybe };",
    "const copy = { ...(await load()) };",
    "function copy<C extends Bearer>(value: C) { return { ...value }; }",
    "const { accessKeyId, ...rest } = key;",
    "const copy = Object.assign({}, key);",
    "const copy = structuredClone(key);",
  ].map((line) => ({ code: inCase(line), errors: [{ messageId: "copy" }] })),
});
