import { secretPatterns } from "./secret-patterns.js";

/** Shorter ones are no service's, and may well be a piece of a word: of an error code, by which retries are decided, too. */
const shortestSecret = 8;

/**
 * A text of somebody else's without what a request was signed with. Each secret of eight characters or more becomes `mask`, by
 * default `***`, wherever it stands and however it is spelt: as it is, percent-encoded once or more often, or escaped as in JSON.
 */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[], mask = "***"): string {
  const patterns = secrets
    .filter((secret) => secret !== undefined)
    .filter(({ length }) => length >= shortestSecret)
    // One that holds another goes first: the rest of it would stay.
    .sort((one, other) => other.length - one.length)
    .flatMap(secretPatterns)
    .map((pattern) => pattern.join(""));
  return patterns.length === 0 ? text : text.replace(new RegExp(patterns.join("|"), "g"), () => mask);
}
