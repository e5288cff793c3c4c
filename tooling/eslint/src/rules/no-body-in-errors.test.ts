import { testTypedRule } from "../../test/rule-tester.js";
import { noBodyInErrors } from "./no-body-in-errors.js";

const types = `
interface Answer { status: number; body: Uint8Array; text(): string }
class CredentialsError extends Error { constructor(readonly fields: { message: string; cause?: unknown }) { super(); } }
declare const answer: Answer;
declare const response: Response;
declare const parsed: { body: string };
declare function parseError(text: string): { code: string };
`;
const inCase = (line: string): string => `${types}${line}
export {};`;

testTypedRule("no-body-in-errors", noBodyInErrors, {
  valid: [
    "throw new Error(`status ${answer.status}`);",
    "throw new CredentialsError({ message: parseError(answer.text()).code });",
    "const { code } = parseError(answer.text()); throw new CredentialsError({ message: `code ${code}` });",
    "throw new Error(parsed.body);",
    "const text = answer.text(); new Map([[text, 1]]);",
    "throw new Error(`body of ${answer.body.length} bytes`);",
    "throw new Error('failed', { cause: new Error('inner') });",
  ].map(inCase),
  invalid: [
    "throw new Error(answer.text());",
    "throw new Error(`got ${answer.text()}`);",
    "throw new Error('got ' + answer.text().slice(0, 100).trim());",
    "throw new TypeError(await response.text());",
    "throw new CredentialsError({ message: `got ${answer.text()}` });",
    "throw new CredentialsError({ message: 'failed', cause: answer.body });",
    "const text = answer.text(); throw new Error(`got ${text}`);",
    "const text = await response.text(); const message = `got ${text}`; throw new CredentialsError({ message });",
    "const text = await response.text(); throw new Error(text === '' ? 'empty' : text);",
    "throw new Error(JSON.stringify(await response.json()));",
  ].map((line) => ({ code: inCase(line), errors: [{ messageId: "body" }] })),
});
