import type { Peer } from "@credport/core/adapter";

// The clients of this package, each with the versions its tests run against: the peer ranges of package.json.
const from: string = import.meta.url;

export const aliOss: Peer = { package: "ali-oss", range: "^6.20.0", wanted: "the OSS class", from };
export const ossClient: Peer = { package: "oss-client", range: "^2.5.1", wanted: "the OSSObject class", from };
