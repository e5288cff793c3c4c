import type { Dispatcher } from "undici";

/** undici sends any method; its types list those it knows. */
export function parseMethod(method: string): Dispatcher.HttpMethod {
  return method as Dispatcher.HttpMethod;
}

/** undici writes any async iterable; the types of `dispatch` name Node's stream only. */
export function parseIterableBody(body: unknown): NonNullable<Dispatcher.DispatchOptions["body"]> {
  return body as NonNullable<Dispatcher.DispatchOptions["body"]>;
}
