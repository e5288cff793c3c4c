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
  refresh(login: L, refreshToken: string): Promise<L>;
  missing(cause?: unknown): CredentialsError;
  over(cause?: unknown): CredentialsError;
}

const kept = 60_000;

/** What a source remembers of a login it refreshed: the files are never written. */
export class LoginMemory<L extends CachedLogin> {
  private refreshed: { readonly path: string; readonly from: string; readonly login: L } | undefined;

  /** The login to use now, refreshed where less than a minute of it is left. */
  async current(kind: LoginKind<L>, context: LoginContext): Promise<L> {
    const { host } = context;
    const onDisk = await readLogin(kind, context);
    const isLive = (login: L): boolean =>
      kind.usable(login) && login.expiresAt !== undefined && login.expiresAt - kept > host.now();
    if (isLive(onDisk)) return onDisk;
    const from = onDisk.refreshToken ?? "";
    // A login that replaced the one refreshed here makes the memory void.
    const known = this.refreshed?.path === kind.path && this.refreshed.from === from ? this.refreshed.login : undefined;
    if (known !== undefined && isLive(known)) return known;
    const refreshed = await this.refresh(kind, known ?? onDisk, context);
    this.refreshed = { path: kind.path, from, login: refreshed };
    return refreshed;
  }

  /** One refresh; if the server calls the token dead, the file is read once more, in case the CLI has just renewed it. */
  private async refresh(kind: LoginKind<L>, login: L, context: LoginContext): Promise<L> {
    if (login.refreshToken === undefined) throw kind.over();
    try {
      return await kind.refresh(login, login.refreshToken);
    } catch (error) {
      if (!isInvalidGrant(error)) throw error;
      const again = await readLogin(kind, context);
      if (again.refreshToken === undefined || again.refreshToken === login.refreshToken) throw kind.over(error);
      try {
        return await kind.refresh(again, again.refreshToken);
      } catch (second) {
        throw isInvalidGrant(second) ? kind.over(second) : second;
      }
    }
  }
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
