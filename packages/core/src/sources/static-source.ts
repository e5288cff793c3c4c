import type { Credentials } from "../credentials/credentials.js";
import type { CredentialsSource } from "./credentials-source.js";

/** A source of credentials that are already known. A provider on it starts filled. Named for their `identity.source`. */
export function staticSource<C extends Credentials>(credentials: C): CredentialsSource<C> {
  return Object.freeze({
    name: credentials.identity.source,
    fixed: credentials,
    load: () => Promise.resolve(credentials),
  });
}
