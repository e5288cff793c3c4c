import type { EmulatorClock } from "../clock/emulator-clock.js";
import type { Identity, Lookup, Role, SessionCredentials, User } from "./identities.js";
import { randomDigits, randomLetters } from "./random-text.js";

/** Options of {@link Accounts.createUser}. */
export interface UserOptions {
  readonly name?: string | undefined;
  /** Default: made up in Alibaba Cloud's form, `LTAI...`. */
  readonly accessKeyId?: string | undefined;
  readonly accessKeySecret?: string | undefined;
}

/** Options of {@link Accounts.createRole}. */
export interface RoleOptions {
  readonly name: string;
  /** ARNs that may assume it. Default: everybody in the account. */
  readonly trusts?: readonly string[] | undefined;
  /** Default 43 200. */
  readonly maxSessionSeconds?: number | undefined;
}

/** Options of {@link Accounts.issueSession}. */
export interface SessionOptions {
  /** Whose session it is: an object, or a role's ARN. */
  readonly of: User | Role | string;
  /** Default 3600. */
  readonly durationSeconds?: number | undefined;
  /** Default `session`. */
  readonly sessionName?: string | undefined;
  /** What the key id starts with. Default `STS.`; other vendors have other forms. */
  readonly keyIdPrefix?: string | undefined;
}

interface Session {
  readonly credentials: SessionCredentials;
  readonly identity: Identity;
  expiresAt: number;
  revoked: boolean;
}

/**
 * Users, roles and sessions of the one account, and the one place that decides whether a key is good. Verifiers of all
 * services ask {@link Accounts.lookup}.
 */
export class Accounts {
  readonly accountId: string;
  readonly #clock: EmulatorClock;
  readonly #users = new Map<string, { user: User; active: boolean }>();
  readonly #roles = new Map<string, Role>();
  readonly #sessions = new Map<string, Session>();

  constructor(accountId: string, clock: EmulatorClock) {
    this.accountId = accountId;
    this.#clock = clock;
  }

  /** Makes a user with a permanent key. */
  createUser(options: UserOptions = {}): User {
    const name = options.name ?? `user-${this.#users.size + 1}`;
    const user: User = {
      kind: "user",
      name,
      id: `2${randomDigits(17)}`,
      arn: `acs:ram::${this.accountId}:user/${name}`,
      accessKeyId: options.accessKeyId ?? `LTAI5t${randomLetters(18)}`,
      accessKeySecret: options.accessKeySecret ?? randomLetters(30),
    };
    this.#users.set(user.accessKeyId, { user, active: true });
    return user;
  }

  /** Everybody with a permanent key, in the order they were made. */
  users(): readonly User[] {
    return [...this.#users.values()].map(({ user }) => user);
  }

  /** Makes a role; a role of that name is replaced. */
  createRole(options: RoleOptions): Role {
    const role: Role = {
      kind: "role",
      name: options.name,
      id: `3${randomDigits(17)}`,
      arn: `acs:ram::${this.accountId}:role/${options.name}`,
      ...(options.trusts === undefined ? {} : { trusts: options.trusts }),
      maxSessionSeconds: options.maxSessionSeconds ?? 43_200,
    };
    this.#roles.set(role.arn, role);
    return role;
  }

  /** The role of this ARN. ARNs compare without regard to case, as they do on the real service. */
  findRole(arn: string): Role | undefined {
    return (
      this.#roles.get(arn) ?? [...this.#roles.values()].find((role) => role.arn.toLowerCase() === arn.toLowerCase())
    );
  }

  /** Gives out session credentials. Throws a `RangeError` for an unknown role ARN. */
  issueSession(options: SessionOptions): SessionCredentials {
    const owner = typeof options.of === "string" ? this.findRole(options.of) : options.of;
    if (owner === undefined)
      throw new RangeError("issueSession needs a user, a role, or the ARN of a role that exists");
    const expiresAt = Math.floor(this.#clock.now() / 1000 + (options.durationSeconds ?? 3600)) * 1000;
    const credentials: SessionCredentials = {
      accessKeyId: `${options.keyIdPrefix ?? "STS."}N${randomLetters(23)}`,
      accessKeySecret: randomLetters(44),
      securityToken: `CAIS${randomLetters(120)}+/=`,
      expiration: new Date(expiresAt),
    };
    const identity = identityOf(owner, this.accountId, options.sessionName ?? "session");
    this.#sessions.set(credentials.accessKeyId, { credentials, identity, expiresAt, revoked: false });
    return credentials;
  }

  /**
   * Is this key good at this time (ms)? A session's key needs exactly its token, a permanent key needs none. A missing
   * token must be passed as `undefined`.
   */
  lookup(accessKeyId: string, securityToken: string | undefined, now: number): Lookup {
    const session = this.#sessions.get(accessKeyId);
    if (session !== undefined) {
      if (securityToken === undefined) return { rejection: "missing-token" };
      if (securityToken !== session.credentials.securityToken || session.revoked) return { rejection: "invalid-token" };
      if (now >= session.expiresAt) return { rejection: "expired" };
      return { secret: session.credentials.accessKeySecret, identity: session.identity };
    }
    const entry = this.#users.get(accessKeyId);
    if (entry === undefined) return { rejection: "unknown-key" };
    if (!entry.active) return { rejection: "inactive-key" };
    if (securityToken !== undefined) return { rejection: "unexpected-token" };
    return { secret: entry.user.accessKeySecret, identity: { owner: entry.user, arn: entry.user.arn } };
  }

  /** Makes one session expire now, or all of them. Returns how many were still valid. */
  expire(accessKeyId?: string): number {
    const now = this.#clock.now();
    const affected = [...this.#sessions.values()].filter(
      (session) =>
        session.expiresAt > now && (accessKeyId ?? session.credentials.accessKeyId) === session.credentials.accessKeyId,
    );
    for (const session of affected) session.expiresAt = now;
    return affected.length;
  }

  /** All sessions given out so far expire now. Returns how many were still valid. */
  rotate(): number {
    return this.expire();
  }

  /** Revokes a key: a session's token becomes invalid, a permanent key unknown. Returns whether there was such a key. */
  revoke(accessKeyId: string): boolean {
    const session = this.#sessions.get(accessKeyId);
    if (session === undefined) return this.#users.delete(accessKeyId);
    session.revoked = true;
    return true;
  }

  /** Switches a permanent key off, or on again. Returns whether there is such a key. */
  setActive(accessKeyId: string, active: boolean): boolean {
    const entry = this.#users.get(accessKeyId);
    if (entry !== undefined) entry.active = active;
    return entry !== undefined;
  }

  /** Forgets every session. Users and roles stay. */
  reset(): void {
    this.#sessions.clear();
  }
}

function identityOf(owner: User | Role, accountId: string, sessionName: string): Identity {
  if (owner.kind === "user") return { owner, arn: owner.arn };
  return { owner, sessionName, arn: `acs:ram::${accountId}:assumed-role/${owner.name}/${sessionName}` };
}
