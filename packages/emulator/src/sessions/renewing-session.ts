import type { Role, SessionCredentials, User } from "../accounts/identities.js";
import type { ServiceContext } from "../services/service.js";

/** How metadata services hand out sessions. */
export interface RenewingSessionOptions {
  /** How long a session lives, in seconds. */
  readonly durationSeconds: number;
  /** A new session is handed out when the old one has less than this left, in ms; until then it is repeated. */
  readonly renewBefore: number;
  /** What its key ids start with. Default: Alibaba Cloud's. */
  readonly keyIdPrefix?: string | undefined;
}

/** One owner's session, repeated until it is nearly over or no longer good, as metadata services do. */
export class RenewingSession {
  readonly #context: ServiceContext;
  readonly #options: RenewingSessionOptions;
  #owner: User | Role | undefined;
  #current: SessionCredentials | undefined;

  constructor(context: ServiceContext, options: RenewingSessionOptions) {
    this.#context = context;
    this.#options = options;
  }

  /** The session of this owner at this time (ms). */
  get(owner: User | Role, now: number): SessionCredentials {
    const current = this.#current;
    if (current !== undefined && this.#owner === owner && this.#isGood(current, now)) return current;
    this.#owner = owner;
    const { durationSeconds, keyIdPrefix } = this.#options;
    this.#current = this.#context.accounts.issueSession({ of: owner, durationSeconds, keyIdPrefix });
    return this.#current;
  }

  #isGood({ accessKeyId, securityToken, expiration }: SessionCredentials, now: number): boolean {
    if (this.#context.accounts.lookup(accessKeyId, securityToken, now).rejection !== undefined) return false;
    return expiration.getTime() - now >= this.#options.renewBefore;
  }
}
