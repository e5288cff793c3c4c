import type { CredentialsProvider } from "@credport/core";
import { requirePeer, requireProvider } from "@credport/core/adapter";
import { toAwsCredentials, type AwsCredentials } from "./aws-credentials.js";
import { openSearch } from "./peers.js";

/** A credential as `AwsSigv4Signer` takes it; `expired` makes it ask again before the next request. */
export type OpenSearchCredentials = AwsCredentials & { readonly expired: true };

/**
 * The `getCredentials` option of `AwsSigv4Signer` from `@opensearch-project/opensearch/aws`. It is asked before every request;
 * retries inside the client keep the credential of their request.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `provider` is no provider, or the client installed is too old.
 */
export function openSearchCredentials(provider: CredentialsProvider): () => Promise<OpenSearchCredentials> {
  requireProvider(provider);
  requirePeer(openSearch);
  return async () => ({ ...toAwsCredentials(await provider.getCredentials()), expired: true });
}
