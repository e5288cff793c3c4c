/** A pattern for each character of a secret, in order. */
export type SecretPattern = readonly string[];

/**
 * The patterns of a secret, however it is spelt. A backslash is doubled everywhere or nowhere, never here and there: with a choice at
 * each, the ways to read a run of them would double with each one. So either pattern reads a text in one way at most, and from any
 * place of it takes no more steps than that and the secret are long.
 */
export function secretPatterns(secret: string): readonly SecretPattern[] {
  const characters = secret.split("");
  const escaped = characters.map((character) => spellings(character, character === "\\" ? "\\\\" : "\\\\?"));
  // The longer one goes first: of a doubled backslash the plain one would take half.
  return secret.includes("\\") ? [escaped, characters.map((character) => spellings(character, ""))] : [escaped];
}

/** A pattern for a character that encoders do not leave alone, and for any other the character. `escape`: what may stand before it. */
function spellings(character: string, escape: string): string {
  if (!/[ -/:-@[-^`{-~]/.test(character)) return character;
  const code = character.charCodeAt(0).toString(16);
  const digits = code.replace(/[a-f]/, (digit) => `[${digit}${digit.toUpperCase()}]`);
  return `(?:%(?:25)*${digits}|\\\\u00${digits}|${escape}\\${character})`;
}
