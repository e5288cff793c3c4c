import { CredentialsError } from "@credport/core";
import { bearerExpiration } from "./bearer-expiration.js";
import { invalidCredential, type CredentialSnapshot } from "../signing/sign-request.js";

/** What may stop a wait for credentials, or ask for newer ones. */
export interface ReadCredentialOptions {
  readonly signal?: AbortSignal | undefined;
  readonly refresh?: "auto" | "force" | undefined;
}

/**
 * Where an account reads its credential at each request. A Credport provider fits as it is; so does any object with
 * `getCredentials()`. `invalidate`, where there is one, is told which credential the service refused.
 */
export interface CredentialReader {
  /** The current credential; asked at each request. */
  getCredentials(options?: ReadCredentialOptions): Promise<CredentialSnapshot>;
  /** The credential never changes. */
  readonly fixed?: boolean | undefined;
  /** Hears which credential the service refused; the next read should give another. */
  invalidate?(rejected: RejectedCredential): unknown;
}

/** What identifies a refused credential. */
export type RejectedCredential = { readonly fingerprint: string } | { readonly accessKeyId: string };

/** The provider shape of the Go SDK's guide; every field of the credential is optional. */
export interface CustomCredentialProvider {
  /** A name for the provider. Never called here. */
  getType(): string | Promise<string>;
  /** The current credential; called for every request, so a slow one should keep its answer while that is valid. */
  getCredential(): CredentialSnapshot | Promise<CredentialSnapshot>;
}

/** Throws `CONFIG_INVALID` unless there is a provider with this method. */
export function requireProvider(
  provider: CredentialReader | CustomCredentialProvider,
  method: "getCredentials" | "getCredential",
): void {
  if (typeof provider === "object" && provider !== null && typeof Reflect.get(provider, method) === "function") return;
  throw new CredentialsError({ code: "CONFIG_INVALID", message: `"provider" must be an object with ${method}().` });
}

const texts = ["accessKeyId", "accessKeySecret", "securityToken", "bearerToken"] as const;

/** Reads once, and checks: what the caller wrote need not keep to the types. Rejects with `INVALID_CREDENTIAL`. */
export async function readCredential(
  reader: CredentialReader,
  options: ReadCredentialOptions,
): Promise<CredentialSnapshot> {
  const answer: CredentialSnapshot | null | undefined = await reader.getCredentials(options);
  if (typeof answer !== "object" || answer === null) throw invalidCredential("its provider answered with nothing");
  const wrong = texts.find((name) => answer[name] !== null && !["undefined", "string"].includes(typeof answer[name]));
  if (wrong !== undefined) throw invalidCredential(`its provider's ${wrong} is no text`);
  if (!isExpiration(answer.expiration)) throw invalidCredential("its provider's expiration is no valid Date");
  return answer;
}

/**
 * Reads for a signature at this instant: an expired credential is never signed with, and a provider that still holds one is asked for
 * a newer once. Rejects with `EXPIRED` where it has none.
 */
export async function readLiveCredential(
  reader: CredentialReader,
  at: Date,
  signal: AbortSignal | undefined,
): Promise<CredentialSnapshot> {
  const current = await readCredential(reader, { signal });
  if (!hasExpired(current, at)) return current;
  const newer = await readCredential(reader, { signal, refresh: "force" });
  if (!hasExpired(newer, at)) return newer;
  throw new CredentialsError({
    code: "EXPIRED",
    message: `MaxCompute account: the credential expired at ${expirationOf(newer)?.toISOString() ?? ""}; its provider has no newer one`,
  });
}

function hasExpired(credential: CredentialSnapshot, at: Date): boolean {
  const expiration = expirationOf(credential);
  return expiration !== undefined && expiration.getTime() <= at.getTime();
}

/** A bearer token says itself when it ends, where its provider does not. */
function expirationOf({ accessKeyId, bearerToken, expiration }: CredentialSnapshot): Date | undefined {
  return expiration ?? (bearerToken && !accessKeyId ? bearerExpiration(bearerToken) : undefined);
}

/** Whether this may be an expiration: none, or a valid date. */
export function isExpiration(value: CredentialSnapshot["expiration"]): boolean {
  return value === undefined || value === null || isDate(value);
}

/** By the kind of object: a date of another realm is one. */
function isDate(value: Date): boolean {
  return Object.prototype.toString.call(value) === "[object Date]" && !Number.isNaN(value.getTime());
}

/** A custom provider as a reader. */
export function customReader(provider: CustomCredentialProvider): CredentialReader {
  requireProvider(provider, "getCredential");
  return { getCredentials: async () => provider.getCredential() };
}

/** Whether two readings are the same credential. */
export function sameCredential(a: CredentialSnapshot, b: CredentialSnapshot): boolean {
  return (
    (a.accessKeyId ?? "") === (b.accessKeyId ?? "") &&
    (a.accessKeySecret ?? "") === (b.accessKeySecret ?? "") &&
    (a.securityToken ?? "") === (b.securityToken ?? "") &&
    (a.bearerToken ?? "") === (b.bearerToken ?? "")
  );
}

/** What a provider's `invalidate` takes for a snapshot: its fingerprint where it has an identity, else its key id. */
export function rejectedCredential(
  snapshot: CredentialSnapshot & { readonly identity?: { readonly fingerprint: string } },
): RejectedCredential {
  return snapshot.identity === undefined
    ? { accessKeyId: snapshot.accessKeyId ?? "" }
    : { fingerprint: snapshot.identity.fingerprint };
}
