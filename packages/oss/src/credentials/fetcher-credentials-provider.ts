import {
  CredentialsError,
  createAccessKeyCredentials,
  createProvider,
  isCredentialsError,
  type AccessKeyCredentials,
  type CredentialsMatcher,
  type CredentialsProvider as CachedProvider,
  type GetCredentialsOptions,
  type Host,
  type RefreshPolicy,
} from "@credport/core";
import { createNodeHost } from "@credport/node";
import type { CredentialsProvider, OssCredentials } from "./credentials-provider.js";

const name = "oss_fetcher";

/** Fetches one credential; called only when a cached one is missing or due. */
export type CredentialsFetcherFunc = (options: { readonly signal: AbortSignal }) => Promise<OssCredentials>;

/** An object that fetches credentials, as the OSS v2 SDKs shape it. */
export interface CredentialsFetcher {
  /** Fetches credentials anew. */
  fetch: CredentialsFetcherFunc;
}

/** Options of {@link FetcherCredentialsProvider}. */
export interface FetcherOptions {
  readonly host?: Host | undefined;
  /** When to refresh. Default: the windows of `@credport/core`; `fetcherRefreshPolicy()` has those of the Go SDK. */
  readonly policy?: RefreshPolicy | undefined;
}

/**
 * Caches what a fetcher yields: one fetch in flight, refreshed early and in the background, backed off after failures. A result
 * that lacks keys or is already expired is an error, and one caller's abort ends only that caller's wait.
 */
export class FetcherCredentialsProvider implements CredentialsProvider, AsyncDisposable {
  readonly #provider: CachedProvider;

  /** Throws `CONFIG_INVALID` when there is no fetcher. */
  constructor(fetcher: CredentialsFetcher | CredentialsFetcherFunc, options: FetcherOptions = {}) {
    const fetch = typeof fetcher === "function" ? fetcher : fetcher?.fetch;
    if (typeof fetch !== "function") {
      throw new CredentialsError({ code: "CONFIG_INVALID", message: "fetcher is null.", source: name });
    }
    const load = async ({ signal }: { readonly signal: AbortSignal }): Promise<AccessKeyCredentials> => {
      const { accessKeyId, accessKeySecret, securityToken, expiration } = await fetch.call(fetcher, { signal });
      return createAccessKeyCredentials({
        accessKeyId,
        accessKeySecret,
        securityToken: securityToken ?? undefined,
        expiration: expiration ?? undefined,
        source: name,
      });
    };
    this.#provider = createProvider({ name, load }, { host: options.host ?? createNodeHost(), policy: options.policy });
  }

  /** The current credentials. Rejects with `ABORTED` (`FetchCredentialsCanceled`) when the caller's signal ends its wait. */
  getCredentials(options?: GetCredentialsOptions): Promise<AccessKeyCredentials> {
    return this.#provider.getCredentials(options).catch((error: unknown) => {
      if (!isCredentialsError(error) || error.code !== "ABORTED") throw error;
      throw error.with({ message: `FetchCredentialsCanceled: ${error.message}` });
    });
  }

  invalidate(rejected: CredentialsMatcher): "invalidated" | "already-replaced" | "rate-limited" {
    return this.#provider.invalidate(rejected);
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.#provider[Symbol.asyncDispose]();
  }
}
