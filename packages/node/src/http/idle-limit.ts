import type { Socket } from "node:net";
import { Client, Pool, type buildConnector, type Dispatcher } from "undici";

/** How many connections may be idle. More may be open while they are used. */
export interface IdleLimits {
  readonly perOrigin: number;
  readonly total: number;
}

/** An open connection. */
interface Connection {
  readonly origin: string;
  readonly client: Client;
  readonly socket: Socket;
  /** What had been sent over it at the last look, in bytes. */
  sent: number;
  /** The last look at which it was in use, or had been since the one before, in ms since the epoch. */
  usedAt: number;
}

/** Between two looks at the connections, in ms. One that was not used for that long is idle, and not just between two requests. */
const interval = 250;

/**
 * Makes pools that close the connections which have been idle longest, shortly after there have become too many of them. While there
 * are that many open it looks at them now and then; requests cost nothing.
 */
export function idleLimitedPools(
  limits: IdleLimits,
  connector: buildConnector.connector,
): (origin: string | URL, options: object) => Dispatcher {
  const connections = new Set<Connection>();
  let timer: NodeJS.Timeout | undefined;
  const lookLater = (): void => {
    if (timer !== undefined || connections.size <= Math.min(limits.perOrigin, limits.total)) return;
    timer = setTimeout(() => {
      timer = undefined;
      for (const connection of surplus(connections, limits, Date.now())) connection.socket.destroy();
      lookLater();
    }, interval);
    timer.unref();
  };

  return (origin, options) =>
    new Pool(origin, {
      ...options,
      factory: (url: URL, clientOptions: object) => {
        const connect: buildConnector.connector = (target, callback) => {
          connector(target, (...outcome) => {
            const [, socket] = outcome;
            if (socket !== null) watch({ origin: url.origin, client, socket, sent: -1, usedAt: 0 });
            callback(...outcome);
          });
        };
        const client = new Client(url, { ...clientOptions, connect });
        return client;
      },
    });

  function watch(connection: Connection): void {
    connections.add(connection);
    connection.socket.once("close", () => connections.delete(connection));
    lookLater();
  }
}

/** The idle connections beyond the limits. The ones used last stay: they are the last that the server will close. */
function surplus(connections: Iterable<Connection>, limits: IdleLimits, now: number): readonly Connection[] {
  const idle = [...connections].filter((connection) => isIdle(connection, now));
  const kept = new Map<string, number>();
  let total = 0;
  return idle
    .sort((left, right) => right.usedAt - left.usedAt)
    .filter(({ origin }) => {
      const ofOrigin = kept.get(origin) ?? 0;
      if (ofOrigin >= limits.perOrigin || total >= limits.total) return true;
      kept.set(origin, ofOrigin + 1);
      total += 1;
      return false;
    });
}

/** Whether nothing has happened on a connection since the last look. */
function isIdle(connection: Connection, now: number): boolean {
  const { client, socket, sent } = connection;
  if (client.stats.size === 0 && socket.bytesWritten === sent) return true;
  connection.sent = socket.bytesWritten;
  connection.usedAt = now;
  return false;
}
