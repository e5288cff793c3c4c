import type { Peer } from "@credport/core/adapter";

// The clients of this package, each with the versions its tests run against: the peer ranges of package.json.
const from: string = import.meta.url;

export const openApi: Peer = { package: "@volcengine/openapi", range: "^1.18.3", from };
export const sdkCore: Peer = { package: "@volcengine/sdk-core", range: "^1.0.0", from };
export const tosSdk: Peer = { package: "@volcengine/tos-sdk", range: "^2.7.5", from };
