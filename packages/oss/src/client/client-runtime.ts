import type { Host } from "@credport/core";
import type { Endpoint } from "../config/endpoint.js";
import type { Log } from "../config/log.js";
import { isAnonymous } from "../credentials/anonymous-credentials-provider.js";
import type { CredentialsProvider } from "../credentials/credentials-provider.js";
import type { ClientTransport } from "../transport/client-transport.js";
import type { Throttle } from "../transport/throttle.js";
import type { CorrectedClock } from "./clock.js";
import type { CallOptions } from "./operation-input.js";
import type { Retryer } from "./retryer.js";
import type { RequestSignature } from "./request-signature.js";

/** Everything a client knows, resolved once: what its operations work with. */
export interface ClientRuntime {
  readonly endpoint: Endpoint;
  /** Another endpoint, in the client's style. Throws `InvalidParameterError` for none. */
  readonly endpointOf: (endpoint: string) => Endpoint;
  readonly provider: CredentialsProvider;
  /** Requests go out unsigned. */
  readonly anonymous: boolean;
  readonly signature: RequestSignature;
  readonly clock: CorrectedClock;
  readonly host: Host;
  readonly transport: ClientTransport;
  readonly retryer: Retryer;
  /** Idle limit in ms; 0: none. */
  readonly readWriteTimeout: number;
  readonly userAgent: string;
  readonly log: Log;
  readonly uploadThrottle: Throttle | undefined;
  readonly downloadThrottle: Throttle | undefined;
  readonly followRedirects: boolean;
  readonly checkUploadCrc: boolean;
  readonly checkDownloadCrc: boolean;
  readonly correctClockSkew: boolean;
  readonly detectContentType: boolean;
  /** Whether `Host` is part of the signature, and so must be known before the transport writes it. */
  readonly signsHost: boolean;
}

/** The runtime of one call: the client's, with what the call overrides. */
export function runtimeOfCall(runtime: ClientRuntime, options: CallOptions): ClientRuntime {
  const { retryer = runtime.retryer, credentialsProvider: provider = runtime.provider, endpoint, dispatcher } = options;
  if (
    retryer === runtime.retryer &&
    provider === runtime.provider &&
    endpoint === undefined &&
    dispatcher === undefined
  )
    return runtime;
  return {
    ...runtime,
    retryer,
    provider,
    anonymous: isAnonymous(provider),
    endpoint: endpoint === undefined ? runtime.endpoint : runtime.endpointOf(endpoint),
    transport: dispatcher === undefined ? runtime.transport : runtime.transport.through(dispatcher),
  };
}

/** How many attempts a call has in all. */
export function maxAttemptsOfCall(
  { retryer }: Pick<ClientRuntime, "retryer">,
  { retryMaxAttempts = 0 }: CallOptions,
): number {
  return retryMaxAttempts > 0 ? retryMaxAttempts : retryer.maxAttempts;
}
