import { CredentialsError } from "@credport/core";

/**
 * Splits a command line into its arguments, for a program that is run without a shell ("alibaba-credentials" section 2.8).
 * Quotes group, adjacent parts join, nothing is expanded; on Windows a backslash is literal, but for `\"` in double quotes.
 * Throws `CONFIG_INVALID` naming `option`; the command itself, which may hold a secret, stays out of the message.
 */
export function splitCommand(command: string, platform: string, option: string): readonly [string, ...string[]] {
  const isWindows = platform === "win32";
  const text = command.trim();
  const parts: string[] = [];
  let part: string | undefined;
  let quote: "'" | '"' | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === "\\" && quote !== "'" && (!isWindows || (quote === '"' && next === '"'))) {
      if (next === "") throw unsplittable(option, "ends in a backslash");
      index += 1;
      if (next !== "\n") part = (part ?? "") + (quote === undefined || '"\\$`'.includes(next) ? next : `\\${next}`);
    } else if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === "'" || character === '"')) {
      quote = character;
      part ??= "";
    } else if (quote === undefined && /\s/.test(character)) {
      if (part !== undefined) parts.push(part);
      part = undefined;
    } else {
      part = (part ?? "") + character;
    }
  }
  if (quote !== undefined) throw unsplittable(option, "has an unclosed quote");
  if (part !== undefined) parts.push(part);
  const [program, ...rest] = parts;
  if (!program) throw unsplittable(option, "is empty or begins with an empty argument");
  return [program, ...rest];
}

function unsplittable(option: string, problem: string): CredentialsError {
  return new CredentialsError({ code: "CONFIG_INVALID", message: `${option} ${problem}` });
}
