import { tunnelEndpointFrom } from "./tunnel-endpoint-from.js";
import type { Query, Resource } from "../client/build-url.js";
import type { Answer, Call, StreamAnswer } from "../client/call.js";
import type { ServiceContext } from "../client/service-context.js";
import { invalidArgument } from "../errors/client-error.js";

/** What the calls of one session have in common. */
export interface TunnelTarget {
  readonly project: string;
  readonly resource: Resource;
  readonly quotaName: string | undefined;
  /** Sent on every call of the session, such as `partition`. */
  readonly query: Query;
  /** Labels for the service's own accounting. */
  readonly tags: readonly string[] | undefined;
}

/** One call of a session. */
export type TunnelCall = Pick<Call, "operation" | "method" | "query" | "headers" | "body" | "repeat" | "signal">;

/** Finds the tunnel's address and sends calls there. One per client. */
export class TunnelConnection {
  readonly context: ServiceContext;
  /** Addresses the service has named, by project and quota. */
  readonly #endpoints = new Map<string, string>();

  constructor(context: ServiceContext) {
    this.context = context;
  }

  /** Sends a call of a session and reads the whole answer. */
  async call(target: TunnelTarget, call: TunnelCall): Promise<Answer> {
    return this.context.requester.call(await this.#complete(target, call));
  }

  /** Sends a call of a session and hands out the answer's body unread. */
  async open(target: TunnelTarget, call: TunnelCall): Promise<StreamAnswer> {
    return this.context.requester.open(await this.#complete(target, call));
  }

  /** The quota of a call. Throws `INVALID_ARGUMENT` when a tunnel endpoint is given, too: the quota decides on the address. */
  quotaName(explicit: string | undefined): string | undefined {
    const quotaName = explicit ?? this.context.tunnelQuotaName;
    if (quotaName !== undefined && this.context.tunnelEndpoint !== undefined) {
      throw invalidArgument("tunnelEndpoint and a tunnel quota name exclude each other");
    }
    return quotaName;
  }

  async #complete(target: TunnelTarget, call: TunnelCall): Promise<Call> {
    const onTable = target.resource.kind === "tunnelTable";
    return {
      ...call,
      resource: target.resource,
      endpoint: await this.#endpoint(target, call.signal),
      query: { ...target.query, ...call.query, quotaName: target.quotaName },
      headers: {
        "x-odps-tunnel-version": "6",
        "odps-tunnel-date-transform": "v1",
        ...(onTable ? { "odps-tunnel-sdk-support-schema-evolution": "true" } : {}),
        ...(target.tags === undefined || target.tags.length === 0 ? {} : { "odps-tunnel-tags": target.tags.join(",") }),
        ...call.headers,
      },
    };
  }

  /** Callers that come before the first answer ask for themselves, so that none fails by another's signal. */
  async #endpoint(target: TunnelTarget, signal: AbortSignal | undefined): Promise<string> {
    if (this.context.tunnelEndpoint !== undefined) return this.context.tunnelEndpoint;
    const key = JSON.stringify([target.project, target.quotaName]);
    const endpoint = this.#endpoints.get(key) ?? (await this.#discover(target, signal));
    this.#endpoints.set(key, endpoint);
    return endpoint;
  }

  async #discover({ project, quotaName }: TunnelTarget, signal: AbortSignal | undefined): Promise<string> {
    const { requester } = this.context;
    const answer = await requester.call({
      operation: `find the tunnel of project ${project}`,
      method: "GET",
      resource: { kind: "tunnel", project },
      query: { service: "", quotaName },
      repeat: "always",
      signal,
    });
    return tunnelEndpointFrom(requester.settings.endpoint, answer.text);
  }
}
