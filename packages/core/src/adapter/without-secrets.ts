/** Shorter ones are no service's, and may well be a piece of a word: of an error code, by which retries are decided, too. */
const shortestSecret = 8;

/**
 * A text of somebody else's without what a request was signed with. Each secret of eight characters or more becomes `***`, wherever
 * it stands and however it is spelt: as it is, percent-encoded once or more often, or escaped as in JSON.
 */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  const patterns = secrets
    .filter((secret) => secret !== undefined)
    .filter(({ length }) => length >= shortestSecret)
    // One that holds another goes first: the rest of it would stay.
    .sort((one, other) => other.length - one.length)
    .map((secret) => secret.replace(/[ -/:-@[-^`{-~]/g, spellings));
  return patterns.length === 0 ? text : text.replace(new RegExp(patterns.join("|"), "g"), "***");
}

/** A pattern for a character that encoders do not leave alone; longer spellings first, as `%` begins its own. */
function spellings(character: string): string {
  const code = character.charCodeAt(0).toString(16);
  const digits = code.replace(/[a-f]/, (digit) => `[${digit}${digit.toUpperCase()}]`);
  return `(?:%(?:25)*${digits}|\\\\u00${digits}|\\\\?\\${character})`;
}
