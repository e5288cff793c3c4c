import type {
  AccessKeyCredentials,
  BearerCredentials,
  Credentials,
  CredentialsProvider,
  CredentialsSource,
  ProviderStatus,
} from "./index.js";
import { chain, createProvider, exposeCredentials, fromFunction, staticSource, type Host } from "./index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Compiles only for `true`. */
function same<T extends true>(): T | undefined {
  return undefined;
}

declare const host: Host;
declare const key: CredentialsSource;
declare const bearer: CredentialsSource<BearerCredentials>;
declare const bearerCredentials: BearerCredentials;

// A provider is of its source's credentials; access keys are what is meant where nothing is said.
const keys = createProvider(key, { host });
const tokens = createProvider(bearer, { host });
same<Equal<typeof keys, CredentialsProvider>>();
same<Equal<typeof tokens, CredentialsProvider<BearerCredentials>>>();
same<Equal<Awaited<ReturnType<typeof tokens.getCredentials>>, BearerCredentials>>();
const _chained = createProvider(chain("default", [key, key]), { host });
same<Equal<typeof _chained, CredentialsProvider>>();
const _fixed = staticSource(bearerCredentials);
same<Equal<typeof _fixed, CredentialsSource<BearerCredentials>>>();

// A bearer provider does not fit where an access key is wanted.
declare function wantsKeys(provider: CredentialsProvider): void;
wantsKeys(keys);
// @ts-expect-error bearer tokens cannot sign
wantsKeys(tokens);
// @ts-expect-error nor be exposed as a key
exposeCredentials(bearerCredentials);

// What callers pass in may be undefined; what is handed out is there or it is not.
void keys.getCredentials({ signal: undefined, minTtl: undefined, refresh: undefined });
// @ts-expect-error there is no such mode
void keys.getCredentials({ refresh: "always" });
declare const status: ProviderStatus;
// @ts-expect-error absent, not undefined
const _wrong: ProviderStatus = { ...status, clockSkew: undefined };

// The discriminant tells the two kinds apart.
declare const either: Credentials;
if (either.type === "bearer") same<Equal<typeof either, BearerCredentials>>();
else same<Equal<typeof either, AccessKeyCredentials>>();

// @ts-expect-error half a key
fromFunction("vault", () => ({ accessKeyId: "id" }));
// @ts-expect-error a provider is no source
createProvider(keys, { host });
