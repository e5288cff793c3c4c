import type { Server } from "node:http";

/** Where a server listens. */
export interface LoopbackAddress {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** `127.0.0.1:PORT` */
  readonly host: string;
  readonly port: number;
}

/** Starts a server on 127.0.0.1, never on another interface. Port 0 takes any free port. */
export async function listenOnLoopback(server: Server, port: number): Promise<LoopbackAddress> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no TCP address");
  const host = `127.0.0.1:${address.port}`;
  return { url: `http://${host}`, host, port: address.port };
}
