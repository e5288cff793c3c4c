export { createDispatcher } from "./create-dispatcher.js";
export { createNodeHost, type NodeHost, type NodeHostOptions } from "./create-node-host.js";
export { environmentProxy } from "./http/proxy.js";
export { TransportFailure } from "./http/exchange-failure.js";
export type { DispatcherOptions, TlsOptions } from "./http/dispatcher-options.js";
