export { createDispatcher } from "./create-dispatcher.js";
export { createNodeHost, type NodeHost, type NodeHostOptions } from "./create-node-host.js";
export { createProvider, type NodeProviderOptions } from "./create-provider.js";
export type { DispatcherOptions, TlsOptions } from "./http/dispatcher-options.js";
export { exchange, type Answer, type ExchangeLimits } from "./http/exchange.js";
export { ExchangeFailure, type ExchangeFailureKind } from "./http/exchange-failure.js";
export { environmentProxy, proxyAuthorization, type ReadVariable } from "./http/proxy.js";
export { TransportFailure } from "./http/transport-failure.js";
export { writeStandardError } from "./standard-error.js";
