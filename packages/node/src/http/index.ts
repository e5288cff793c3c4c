export { createDispatcher } from "./create-dispatcher.js";
export type { DispatcherOptions } from "./dispatcher-options.js";
export { exchange, type Answer, type ExchangeLimits } from "./exchange.js";
export { ExchangeFailure, type ExchangeFailureKind } from "./exchange-failure.js";
export { environmentProxy, proxyAuthorization, type ReadVariable } from "./proxy.js";
export { TransportFailure } from "./transport-failure.js";
