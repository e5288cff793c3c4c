import type { CredentialsError } from "@credport/core";
import { configInvalid } from "../options/check-options.js";

const escapableInQuotes = new Set(['"', "\\", "$", "`"]);

/**
 * Splits a command line into its arguments, for a program that is run without a shell ("alibaba-credentials" section 2.8).
 * Quotes group, adjacent parts join, nothing is expanded; on Windows a backslash is literal, but for `\"` in double quotes.
 * Throws `CONFIG_INVALID` for what cannot be split; the command itself stays out of the message.
 */
export function splitCommand(command: string, platform: string): readonly [string, ...string[]] {
  const isWindows = platform === "win32";
  const text = command.trim();
  const found: string[] = [];
  let part: string | undefined;
  let quote: '"' | "'" | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const next = text[index + 1];
    if (quote === "'") {
      if (character === "'") quote = undefined;
      else part = `${part ?? ""}${character}`;
    } else if (character === "\\" && !isWindows && quote === undefined) {
      if (next === undefined) throw unsplittable("ends in a backslash");
      if (next !== "\n") part = `${part ?? ""}${next}`;
      index += 1;
    } else if (character === "\\" && quote === '"' && next !== undefined && isEscape(next, isWindows)) {
      if (next !== "\n") part = `${part ?? ""}${next}`;
      index += 1;
    } else if (character === quote) {
      quote = undefined;
    } else if (quote === undefined && (character === '"' || character === "'")) {
      quote = character;
      part ??= "";
    } else if (quote === undefined && /\s/.test(character)) {
      if (part !== undefined) found.push(part);
      part = undefined;
    } else {
      part = `${part ?? ""}${character}`;
    }
  }
  if (quote !== undefined) throw unsplittable("has an unclosed quote");
  if (part !== undefined) found.push(part);
  const [program, ...rest] = found;
  if (program === undefined || program === "") throw unsplittable("is empty or begins with an empty argument");
  return [program, ...rest];
}

/** Whether a backslash before this character, in double quotes, stands for the character (a line break: for nothing). */
function isEscape(next: string, isWindows: boolean): boolean {
  return isWindows ? next === '"' : next === "\n" || escapableInQuotes.has(next);
}

function unsplittable(problem: string): CredentialsError {
  return configInvalid("process_command", problem);
}
