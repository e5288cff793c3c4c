import type { ResponseHead } from "./transport.js";

/** An answer whose head arrived and whose body broke off. */
export class BrokenResponseError extends Error {
  override readonly name: string = "BrokenResponseError";
  /** What arrived before the body. */
  readonly head: ResponseHead;

  constructor(head: ResponseHead, cause: Error) {
    super(`the body of the response was not readable: ${cause.message}`, { cause });
    this.head = head;
  }
}
