export { missingPeer } from "./missing-peer.js";
export { retryOnRejected, type RetryOnRejectedOptions } from "./retry-on-rejected.js";
export { unwrapDefault } from "./unwrap-default.js";
export { wrongClient } from "./wrong-client.js";
