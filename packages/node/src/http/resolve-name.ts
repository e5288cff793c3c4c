import type { LookupFunction } from "node:net";
import { allowManyListeners } from "@credport/node";
import { limitTimer } from "../clock/limit-timer.js";
import type { ExchangeLimits } from "./exchange.js";
import { ExchangeFailure, type ExchangeFailureKind } from "./exchange-failure.js";

/** All addresses of a name, in the resolver's order. Counts as part of connecting: its timeout and the caller's abort hold. */
export function resolveName(hostname: string, lookup: LookupFunction, limits: ExchangeLimits): Promise<string[]> {
  const { connectTimeout, signal } = limits;
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      finish();
    };
    const fail = (kind: ExchangeFailureKind, reason?: unknown): void => {
      settle(() => {
        reject(new ExchangeFailure(kind, false, reason));
      });
    };
    const abort = (): void => {
      fail("aborted", signal?.reason);
    };
    const timer = limitTimer(() => {
      fail("connect-timeout");
    }, connectTimeout);
    if (signal !== undefined) allowManyListeners(signal);
    signal?.addEventListener("abort", abort, { once: true });
    lookup(hostname, { all: true }, (error, answer) => {
      if (error === null)
        settle(() => {
          resolve(typeof answer === "string" ? [answer] : answer.map(({ address }) => address));
        });
      else fail("transport", error);
    });
  });
}
