import type { Socket } from "node:net";
import { Client, Pool, type buildConnector, type Dispatcher } from "undici";

/** How many connections may be idle. More may be open while they are used. */
export interface IdleLimits {
  readonly perOrigin: number;
  readonly total: number;
}

/** A connection that could be used again. */
interface Idle {
  readonly origin: string;
  close(): void;
}

/** Makes pools that close the connections which have been idle longest, as soon as there are too many of them. */
export function idleLimitedPools(
  limits: IdleLimits,
  connector: buildConnector.connector,
): (origin: string | URL, options: object) => Dispatcher {
  const idle = new Set<Idle>();
  const trim = (origin: string): void => {
    const ofOrigin = [...idle].filter((each) => each.origin === origin);
    const tooMany = Math.max(ofOrigin.length - limits.perOrigin, 0);
    for (const each of [...ofOrigin.slice(0, tooMany)]) discard(each);
    for (const each of [...idle].slice(0, Math.max(idle.size - limits.total, 0))) discard(each);
  };
  const discard = (each: Idle): void => {
    idle.delete(each);
    each.close();
  };

  return (origin, options) =>
    new Pool(origin, {
      ...options,
      factory: (url: URL, clientOptions: object) => {
        let socket: Socket | undefined;
        const entry: Idle = { origin: url.origin, close: () => socket?.destroy() };
        const connect: buildConnector.connector = (target, callback) => {
          connector(target, (...outcome) => {
            socket = outcome[1] ?? undefined;
            callback(...outcome);
          });
        };
        const client = new (class extends Client {
          override dispatch(request: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
            idle.delete(entry);
            return super.dispatch(request, handler);
          }
        })(url, { ...clientOptions, connect });
        // The pool drains a client the moment it has nothing left to do.
        client.on("drain", () => {
          if (socket === undefined || socket.destroyed) return;
          idle.add(entry);
          trim(entry.origin);
        });
        client.on("disconnect", () => idle.delete(entry));
        return client;
      },
    });
}
