import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import type { Host } from "@credport/core";
import { connectTimeout } from "./transport-error.js";

/** Ends a request whose new connection is not there, TLS included, after `limit` ms. One on a kept connection is left alone. */
export function limitConnecting(client: ClientRequest, limit: number, host: Pick<Host, "sleep">): void {
  client.once("socket", (socket) => {
    if (!socket.connecting) return;
    const connected = new AbortController();
    const end = (): void => connected.abort();
    socket.once(readyEvent(socket), end).once("close", end);
    host.sleep(limit, { signal: connected.signal }).then(
      () => client.destroy(connectTimeout(limit)),
      () => undefined,
    );
  });
}

/** Resolves when the request has a connection. One that fails instead says so by the request's `error`. */
export function connected(client: ClientRequest): Promise<void> {
  return new Promise((resolve) => {
    client.once("socket", (socket) => {
      if (socket.connecting) socket.once(readyEvent(socket), () => resolve());
      else resolve();
    });
  });
}

function readyEvent(socket: Socket): string {
  return "encrypted" in socket ? "secureConnect" : "connect";
}
