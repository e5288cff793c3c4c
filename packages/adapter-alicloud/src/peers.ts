import type { Peer } from "@credport/core/adapter";

// The clients of this package, each with the versions its tests run against: the peer ranges of package.json.
const from: string = import.meta.url;

export const credentials: Peer = { package: "@alicloud/credentials", range: "^2.4.2", from };
export const log: Peer = { package: "@alicloud/log", range: "^1.2.6", from };
export const mns: Peer = { package: "@alicloud/mns", range: "^1.1.0", from };
export const popCore: Peer = { package: "@alicloud/pop-core", range: "^1.8.0", from };
export const tablestore: Peer = { package: "tablestore", range: "^5.0.1", from };
