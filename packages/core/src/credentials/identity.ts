import { defined } from "../defined.js";
import { conceal } from "./conceal.js";
import type { CredentialsIdentity } from "./credentials.js";
import { sha256Hex } from "./sha256.js";

interface IdentityFields {
  readonly source: string;
  readonly accountId?: string | undefined;
  readonly principal?: string | undefined;
}

/**
 * The identity of credentials whose fingerprint is that of `text`. The text is hashed at the first reading and let go then:
 * many programs never read a fingerprint, and hashing is a good part of a first load.
 */
export function createIdentity(text: string, fields: IdentityFields): CredentialsIdentity {
  let hashed = "";
  let unhashed = text;
  return identityOf(() => {
    hashed ||= sha256Hex(unhashed).slice(0, 16);
    unhashed = "";
    return hashed;
  }, fields);
}

/** The same identity, found by another path. */
export function withSource(identity: CredentialsIdentity, source: string): CredentialsIdentity {
  const { accountId, principal } = identity;
  return identityOf(() => identity.fingerprint, { source, accountId, principal });
}

function identityOf(fingerprint: () => string, { source, accountId, principal }: IdentityFields): CredentialsIdentity {
  const identity: CredentialsIdentity = {
    get fingerprint() {
      return fingerprint();
    },
    source,
    ...defined({ accountId, principal }),
  };
  // Nothing is secret, but Node prints an accessor without its value.
  return conceal(identity, [], () => ({ ...identity }));
}
