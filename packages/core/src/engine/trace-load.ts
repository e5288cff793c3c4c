import type { Credentials, CredentialsIdentity } from "../credentials/credentials.js";
import type { Host } from "../host/host.js";
import type { LoadReason } from "../sources/credentials-source.js";

/** The context object that subscribers of `credport:load` get. Node adds `result` (an identity) or `error`. Holds no secret. */
export interface LoadTraceContext {
  readonly provider: string;
  readonly reason: LoadReason;
  readonly previous: CredentialsIdentity | undefined;
}

/** Runs a load inside the tracing channel `credport:load`, if somebody listens. Subscribers see the identity only. */
export function traceLoad<C extends Credentials>(
  host: Host,
  context: LoadTraceContext,
  load: () => Promise<C>,
): Promise<C> {
  const channel = host.tracingChannel?.("credport:load");
  if (channel?.hasSubscribers !== true) return load();
  return new Promise<C>((resolve, reject) => {
    const run = async (): Promise<CredentialsIdentity> => {
      const credentials = await load();
      resolve(credentials);
      return credentials.identity;
    };
    channel.tracePromise(run, context).catch(reject);
  });
}
