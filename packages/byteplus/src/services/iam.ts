import type { CallOptions } from "../client/call.js";
import { typedCall, type Caller, type TypedResult } from "./service-call.js";

/** Input of {@link Iam.listUsers}. */
export interface ListUsersInput {
  readonly Limit?: number | undefined;
  readonly Offset?: number | undefined;
  readonly Query?: string | undefined;
}

/** A user as IAM describes it. */
export interface UserMetadata {
  readonly AccountId: number;
  readonly Id: number;
  readonly UserName: string;
  readonly CreateDate?: string;
  readonly [field: string]: unknown;
}

/** Answer of {@link Iam.listUsers}. */
export interface ListUsersResult {
  readonly Limit: number;
  readonly Offset: number;
  readonly Total: number;
  readonly UserMetadata: readonly UserMetadata[];
}

/** Typed calls of IAM. */
export class Iam {
  readonly #client: Caller;

  constructor(client: Caller) {
    this.#client = client;
  }

  /** Lists the account's users. */
  listUsers(input: ListUsersInput = {}, options: CallOptions = {}): Promise<TypedResult<ListUsersResult>> {
    return typedCall(this.#client, { service: "iam", version: "2018-01-01", action: "ListUsers" }, input, options);
  }
}
