import type { Dispatcher } from "undici";

/** undici writes any async iterable; the types of `dispatch` name Node's stream only. */
export function parseIterableBody(body: unknown): NonNullable<Dispatcher.DispatchOptions["body"]> {
  return body as NonNullable<Dispatcher.DispatchOptions["body"]>;
}
