import type { Identity } from "../accounts/identities.js";
import type { Exchange } from "../http/exchange.js";
import type { ServiceContext } from "../services/service.js";
import { missingParameter } from "./gateway-failures.js";

/** A call as an action sees it. */
export interface ActionCall {
  readonly context: ServiceContext;
  readonly exchange: Exchange;
  /** Query, form and JSON parameters in one, flattened. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Who signed it; absent for actions without a signature. */
  readonly caller: Identity | undefined;
}

/** An action of a service: its version, and what its `Result` is. */
export interface Action {
  readonly service: string;
  readonly version: string;
  /** It carries a token or an assertion instead of a signature. */
  readonly unsigned?: true;
  run(call: ActionCall): object | Promise<object>;
}

/** A parameter that must be there. */
export function required({ parameters }: ActionCall, name: string): string {
  const value = parameters.get(name);
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}

/** A whole number with a default. */
export function count({ parameters }: ActionCall, name: string, byDefault: number): number {
  const value = Number(parameters.get(name) ?? byDefault);
  return Number.isInteger(value) && value >= 0 ? value : byDefault;
}
