import type { CallOptions } from "../client/call.js";
import { typedCall, type Caller, type TypedResult } from "./service-call.js";

/** Answer of {@link Sts.getCallerIdentity}. */
export interface GetCallerIdentityResult {
  readonly AccountId: number;
  readonly Trn: string;
  readonly IdentityId: string;
  readonly IdentityType: string;
}

/** Typed calls of STS. */
export class Sts {
  readonly #client: Caller;

  constructor(client: Caller) {
    this.#client = client;
  }

  /** Says whose credentials signed the call. */
  getCallerIdentity(options: CallOptions = {}): Promise<TypedResult<GetCallerIdentityResult>> {
    const request = { service: "sts", version: "2018-01-01", action: "GetCallerIdentity", method: "POST" } as const;
    return typedCall(this.#client, request, {}, { idempotent: true, ...options });
  }
}
