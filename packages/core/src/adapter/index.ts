export { hasMethods, isClassWith } from "./has-methods.js";
export { missingPeer } from "./missing-peer.js";
export type { Peer } from "./peer.js";
export { rebuildOnRotation, type RebuildOptions } from "./rebuild-on-rotation.js";
export { requirePermanentKey } from "./require-permanent-key.js";
export { requireProvider } from "./require-provider.js";
export { retryOnRejected, type RetryOnRejectedOptions } from "./retry-on-rejected.js";
export { unwrapDefault } from "./unwrap-default.js";
export { wrongClient } from "./wrong-client.js";
