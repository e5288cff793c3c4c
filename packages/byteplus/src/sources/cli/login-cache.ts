import { isCredentialsError, type CredentialsError } from "@credport/core";
import { parseJsonObject, textMember } from "../../http/parse-json-object.js";
import { isInvalidGrant, type LoginContext } from "./oauth-retries.js";

/** A login the CLI left on disk, as far as both kinds agree. */
export interface CachedLogin {
  readonly refreshToken: string | undefined;
  /** In ms since the epoch; `undefined`: unknown, which counts as over. */
  readonly expiresAt: number | undefined;
}

/** How one kind of login is read, refreshed, and reported when only a person can help. */
export interface LoginKind<L extends CachedLogin> {
  readonly path: string;
  parse(file: Readonly<Record<string, unknown>>): L;
  /** Whether the login itself, not counting its age, can be used. */
  usable(login: L): boolean;
  /** Whether what a refresh needs besides the refresh token is there and not over. */
  refreshable(login: L): boolean;
  refresh(login: L, refreshToken: string): Promise<L>;
  missing(cause?: unknown): CredentialsError;
  over(cause?: unknown): CredentialsError;
}

const kept = 60_000;

/** What a source remembers of a login it refreshed: the files are never written. */
export class LoginMemory<L extends CachedLogin> {
  private refreshed: { readonly path: string; readonly from: L["refreshToken"]; readonly login: L } | undefined;
  private latest: Promise<unknown> = Promise.resolve();

  /**
   * The login to use now, refreshed where less than a minute of it is left. One load after the other: a forced one runs beside an
   * older one, and a refresh token is good once.
   */
  current(kind: LoginKind<L>, context: LoginContext): Promise<L> {
    const found = this.latest.then(() => this.find(kind, context));
    this.latest = found.catch(() => undefined);
    return found;
  }

  private async find(kind: LoginKind<L>, context: LoginContext): Promise<L> {
    const onDisk = await readLogin(kind, context);
    if (isLive(onDisk, kind, context)) return onDisk;
    // A login that replaced the one refreshed here makes the memory void.
    const isKnown = this.refreshed?.path === kind.path && this.refreshed.from === onDisk.refreshToken;
    const latest = (isKnown ? this.refreshed?.login : undefined) ?? onDisk;
    if (isLive(latest, kind, context)) return latest;
    try {
      return await this.refresh(kind, onDisk, latest);
    } catch (error) {
      if (!isInvalidGrant(error)) throw error;
      return this.renewedOnDisk(kind, latest, error, context);
    }
  }

  /** What the CLI has just put into the file, if that is why the server calls the refresh token dead. */
  private async renewedOnDisk(kind: LoginKind<L>, dead: L, cause: unknown, context: LoginContext): Promise<L> {
    const again = await readLogin(kind, context);
    if (again.refreshToken === undefined || again.refreshToken === dead.refreshToken) throw kind.over(cause);
    if (isLive(again, kind, context)) return again;
    try {
      return await this.refresh(kind, again, again);
    } catch (error) {
      throw isInvalidGrant(error) ? kind.over(error) : error;
    }
  }

  /** Refreshes a login and remembers it for as long as the file holds the one it comes from. */
  private async refresh(kind: LoginKind<L>, onDisk: L, login: L): Promise<L> {
    if (login.refreshToken === undefined || !kind.refreshable(login)) throw kind.over();
    const refreshed = await kind.refresh(login, login.refreshToken);
    this.refreshed = { path: kind.path, from: onDisk.refreshToken, login: refreshed };
    return refreshed;
  }
}

function isLive<L extends CachedLogin>(login: L, kind: LoginKind<L>, { host }: LoginContext): boolean {
  return kind.usable(login) && login.expiresAt !== undefined && login.expiresAt - kept > host.now();
}

async function readLogin<L extends CachedLogin>(kind: LoginKind<L>, { host, signal }: LoginContext): Promise<L> {
  const text = await host.readFile(kind.path, { signal }).catch((error: unknown) => {
    throw isCredentialsError(error) && error.code === "NOT_CONFIGURED" ? kind.missing(error) : error;
  });
  const file = parseJsonObject(text);
  if (file === undefined) throw kind.missing();
  return kind.parse(file);
}

/** When an OAuth answer's token ends: its lifetime in seconds from now. */
export function expiresIn(answer: unknown, now: number): number | undefined {
  const member = textMember(answer, "expires_in") ?? numberMember(answer, "expires_in");
  const seconds = Number(member ?? Number.NaN);
  return seconds > 0 ? now + seconds * 1_000 : undefined;
}

function numberMember(value: unknown, name: string): number | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const member: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof member === "number" ? member : undefined;
}
