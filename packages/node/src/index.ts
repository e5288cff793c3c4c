export { createDispatcher } from "./create-dispatcher.js";
export { createNodeHost, type NodeHost, type NodeHostOptions } from "./create-node-host.js";
export type { DispatcherOptions, TlsOptions } from "./http/dispatcher-options.js";
