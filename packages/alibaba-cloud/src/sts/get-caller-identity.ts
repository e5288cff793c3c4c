import type { CredentialsProvider, Host } from "@credport/core";
import { OpenApiClient } from "../client/open-api-client.js";
import type { HttpOptions } from "../options/http-options.js";
import { useHost } from "../options/use-host.js";
import { parseCallerIdentity, type CallerIdentity } from "./parse-caller-identity.js";
import { stsVersion } from "./role-answer.js";
import { stsEndpoint, type StsEndpointOptions } from "./sts-endpoint.js";

/** Options of {@link getCallerIdentity}. */
export interface CallerIdentityOptions extends StsEndpointOptions, HttpOptions {
  /** Whose identity to ask for. */
  readonly provider: CredentialsProvider;
  /** Default: a real host for this one call. */
  readonly host?: Host | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks STS who a provider's credentials belong to. Rejects with `OpenApiError` when STS refuses them and with
 * `CredentialsError` when there are none or STS cannot be reached.
 */
export async function getCallerIdentity(options: CallerIdentityOptions): Promise<CallerIdentity> {
  const { provider, signal, timeout, connectTimeout, proxy } = options;
  const inUse = useHost(options.host);
  try {
    const { host } = inUse;
    const endpoint = stsEndpoint(options)(host);
    const client = new OpenApiClient({ provider, endpoint, version: stsVersion, host, timeout, connectTimeout, proxy });
    // A read: GET lets it be repeated after any failure.
    const { body } = await client.call({ action: "GetCallerIdentity", method: "GET", signal });
    return parseCallerIdentity(body);
  } finally {
    await inUse[Symbol.asyncDispose]();
  }
}
