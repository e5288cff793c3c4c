import { exposeCredentials, type ExposedCredentials } from "@credport/core";
import type { CredentialsProvider } from "../sources/credentials-provider.js";
import { requireProvider } from "./require-provider.js";

/** Options of {@link rebuildOnRotation}. */
export interface RebuildOptions<Client> {
  /** Called with a client that was replaced, to close it once its requests are done. */
  readonly retire?: ((client: Client) => void) | undefined;
}

/**
 * For clients that take keys once and for all: builds one from a plain copy of the current credential, and another after each rotation.
 * `await current()` before each use; a client kept longer than that signs with what it was built with. Concurrent calls share
 * one build. Rejects with the provider's `CredentialsError`, or with what `build` throws.
 */
export function rebuildOnRotation<Client>(
  provider: CredentialsProvider,
  build: (credentials: ExposedCredentials) => Client,
  options: RebuildOptions<Client> = {},
): () => Promise<Client> {
  requireProvider(provider);
  let built: { readonly fingerprint: string; readonly client: Client } | undefined;
  return async () => {
    const credentials = await provider.getCredentials();
    const { fingerprint } = credentials.identity;
    if (built?.fingerprint === fingerprint) return built.client;
    const replaced = built;
    built = { fingerprint, client: build(exposeCredentials(credentials)) };
    if (replaced !== undefined) options.retire?.(replaced.client);
    return built.client;
  };
}
