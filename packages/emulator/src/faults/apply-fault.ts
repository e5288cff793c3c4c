import { chunksOf } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { FaultAnswer } from "./fault-rule.js";
import type { ActiveFault } from "./faults.js";

/** Does what a fault has to do before the handler runs. Throws the failure it asks for. */
export async function applyBefore(exchange: Exchange, { effect, hold }: ActiveFault): Promise<void> {
  switch (effect.kind) {
    case "delay":
      return hold(effect.milliseconds);
    case "hang":
      return hold();
    case "clockSkew":
      exchange.clockSkew += effect.milliseconds;
      return;
    case "fail":
      for await (const _ of chunksOf(exchange.bodyStream()));
      throw requestedFailure(effect);
    case "earlyAnswer":
      throw requestedFailure(effect);
    case "dropConnection":
    case "truncateBody":
    case "corruptBody":
      return;
  }
}

function requestedFailure({ status, code, message, headers }: FaultAnswer): ServiceFailure {
  return new ServiceFailure(status, code, message ?? "This failure was requested by a fault rule.", { headers });
}
