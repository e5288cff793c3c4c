import type { CredentialsIdentity } from "../credentials/credentials.js";
import type { CredentialsError } from "../errors/credentials-error.js";

/** A moment in a provider's life. Carries identities, never secrets. */
export type CredentialsEvent =
  | {
      readonly type: "rotated";
      readonly provider: string;
      readonly previous: CredentialsIdentity | undefined;
      readonly current: CredentialsIdentity;
      readonly expiration: Date | undefined;
    }
  | {
      readonly type: "refresh-failed";
      readonly provider: string;
      readonly error: CredentialsError;
      /** The credential that callers still get, if any. */
      readonly serving: CredentialsIdentity | undefined;
      /** Earliest next load that begins by itself, in ms since the epoch; `Infinity` when none will. */
      readonly nextAttemptAt: number;
    }
  | {
      /** The source gave the same credential again, as metadata services do. The next load waits as after a failure. */
      readonly type: "unchanged";
      readonly provider: string;
      readonly identity: CredentialsIdentity;
      readonly nextAttemptAt: number;
    }
  | { readonly type: "invalidated"; readonly provider: string; readonly identity: CredentialsIdentity }
  | {
      /** The vendor's principal behind the credentials is another one than before. */
      readonly type: "principal-changed";
      readonly provider: string;
      readonly previous: CredentialsIdentity;
      readonly current: CredentialsIdentity;
    }
  | {
      readonly type: "warning";
      readonly provider: string;
      readonly source: string;
      readonly code: string;
      readonly message: string;
    };
