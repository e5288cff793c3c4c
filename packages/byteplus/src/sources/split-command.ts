import { CredentialsError } from "@credport/core";

/**
 * Splits a command line into arguments as a POSIX shell groups them, without a shell's expansions ("alibaba-credentials"
 * section 2.8). On Windows a backslash is literal, except before a double quote inside double quotes. Throws `CONFIG_INVALID`
 * that never repeats the command, which may hold a secret.
 */
export function splitCommand(command: string, platform: string): readonly string[] {
  const windows = platform === "win32";
  const text = command.trim();
  const parts: string[] = [];
  let part: string | undefined;
  let quote: "'" | '"' | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === "\\" && quote !== "'" && !(windows && !(quote === '"' && next === '"'))) {
      if (next === "") throw unsplittable("ends in a backslash");
      index += 1;
      if (next === "\n") continue;
      part = (part ?? "") + (quote === undefined || '"\\$`'.includes(next) ? next : `\\${next}`);
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
  if (quote !== undefined) throw unsplittable("has an unclosed quote");
  if (part !== undefined) parts.push(part);
  if (!parts[0]) throw unsplittable("is empty, or its first part is");
  return parts;
}

function unsplittable(why: string): CredentialsError {
  return new CredentialsError({
    code: "CONFIG_INVALID",
    vendorCode: "ProcessProviderRequiredError",
    message: `The command of the credential process ${why}.`,
  });
}
