export { createDispatcher } from "./create-dispatcher.js";
export { createNodeHost, type NodeHost, type NodeHostOptions } from "./create-node-host.js";
export { createProvider, type NodeProviderOptions } from "./create-provider.js";
export type { DispatcherOptions, TlsOptions } from "./http/dispatcher-options.js";
export { environmentProxy, proxyAuthorization, type ReadVariable } from "./http/proxy.js";
export { TransportFailure } from "./http/transport-failure.js";
