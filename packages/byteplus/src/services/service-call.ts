import type { BytePlusClient } from "../client/byteplus-client.js";
import type { CallOptions, CallRequest } from "../client/call.js";
import type { Parameters } from "../client/flatten.js";
import type { ResponseMetadata } from "../errors/parse-wire-error.js";

/** What a typed call answers with: the `Result`'s fields, and where they came from. */
export type TypedResult<Result> = Result & {
  /** `ResponseMetadata` with the wire's names, and the HTTP status. */
  readonly Metadata: ResponseMetadata & { readonly HTTPCode: number };
};

/** The part of a client that typed calls need. */
export type Caller = Pick<BytePlusClient, "call">;

/** Makes a typed call and puts the metadata beside the result's fields. */
export async function typedCall<Result extends object>(
  client: Caller,
  request: Pick<CallRequest, "service" | "action" | "version" | "method">,
  input: object,
  options: CallOptions,
): Promise<TypedResult<Result>> {
  const parameters: Parameters = Object.fromEntries(Object.entries(input));
  const { result, metadata, status } = await client.call<Result>({ ...options, ...request, parameters });
  return { ...result, Metadata: { ...metadata, HTTPCode: status } };
}
