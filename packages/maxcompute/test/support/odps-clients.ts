import { Odps, type OdpsOptions } from "../../src/index.js";

/** Clients with options in common, closed together. */
export interface OdpsClients {
  /** Makes a client; its own options win. */
  client(options?: Partial<OdpsOptions>): Odps;
  close(): Promise<void>;
}

/** Makes {@link OdpsClients}. */
export function odpsClients(common: OdpsOptions): OdpsClients {
  const clients: Odps[] = [];
  return {
    client(options = {}) {
      const made = new Odps({ ...common, ...options });
      clients.push(made);
      return made;
    },
    async close() {
      for (const each of clients) await each.close();
    },
  };
}
