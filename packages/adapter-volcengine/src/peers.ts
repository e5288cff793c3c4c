import type { Peer } from "@credport/core/adapter";

// The clients of this package, each with the versions its tests run against: the peer ranges of package.json.
const from: string = import.meta.url;

export const openApi: Peer = {
  package: "@volcengine/openapi",
  range: "^1.18.3",
  wanted: "the Service class, or a service derived from it,",
  from,
};
export const sdkCore: Peer = { package: "@volcengine/sdk-core", range: "^1.0.0", wanted: "a client class", from };
export const tosSdk: Peer = { package: "@volcengine/tos-sdk", range: "^2.7.5", wanted: "the TosClient class", from };
