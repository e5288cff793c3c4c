import type { Peer } from "@credport/core/adapter";

// The clients of this package, each with the versions its tests run against: the peer ranges of package.json.
const from: string = import.meta.url;

export const credentials: Peer = {
  package: "@alicloud/credentials",
  range: "^2.4.2",
  wanted: "the Credential class",
  from,
};
export const log: Peer = { package: "@alicloud/log", range: "^1.2.6", wanted: "the client class", from };
export const mns: Peer = { package: "@alicloud/mns", range: "^1.1.0", wanted: "the client class", from };
export const openApiClient: Peer = {
  package: "@alicloud/openapi-client",
  range: "^0.4.12",
  wanted: "the client class",
  from,
};
export const openApiCore: Peer = {
  package: "@alicloud/openapi-core",
  range: "^1.0.1",
  wanted: "the client class",
  from,
};
export const popCore: Peer = {
  package: "@alicloud/pop-core",
  range: "^1.8.0",
  wanted: "the RPCClient or ROAClient class",
  from,
};
export const tablestore: Peer = { package: "tablestore", range: "^5.0.1", wanted: "the Client class", from };
