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
  /** Since when, in ms since the epoch. */
  since: number;
  close(): void;
}

/** Between two requests of a busy client its connections are idle for a moment. That moment does not count. In ms. */
const grace = 250;

/** Makes pools that close the connections which have been idle longest, shortly after there have become too many of them. */
export function idleLimitedPools(
  limits: IdleLimits,
  connector: buildConnector.connector,
): (origin: string | URL, options: object) => Dispatcher {
  const idle = new Set<Idle>();
  let timer: NodeJS.Timeout | undefined;
  const trim = (): void => {
    timer = undefined;
    const kept = new Map<string, number>();
    let total = 0;
    // The newest stay: they are the last to be closed by the server.
    for (const each of [...idle].reverse()) {
      const ofOrigin = (kept.get(each.origin) ?? 0) + 1;
      const isTooMany = ofOrigin > limits.perOrigin || total >= limits.total;
      if (isTooMany && each.since + grace <= Date.now()) discard(each);
      else {
        kept.set(each.origin, ofOrigin);
        total += 1;
      }
    }
    trimLater();
  };
  const trimLater = (): void => {
    if (timer !== undefined || idle.size <= Math.min(limits.perOrigin, limits.total)) return;
    timer = setTimeout(trim, grace);
    timer.unref();
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
        const entry: Idle = { origin: url.origin, since: 0, close: () => socket?.destroy() };
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
          entry.since = Date.now();
          idle.add(entry);
          trimLater();
        });
        client.on("disconnect", () => idle.delete(entry));
        return client;
      },
    });
}
