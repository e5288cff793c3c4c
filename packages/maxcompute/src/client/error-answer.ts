import type { TransportResponse } from "./transport.js";

/** An answer outside 200-299, before anybody has made sense of it. */
export class ErrorAnswer extends Error {
  readonly response: TransportResponse;
  readonly body: Uint8Array;
  /** By the local clock, in ms. */
  readonly receivedAt: number;

  constructor(response: TransportResponse, body: Uint8Array, receivedAt: number) {
    super(`HTTP ${response.status}`);
    this.response = response;
    this.body = body;
    this.receivedAt = receivedAt;
  }
}
