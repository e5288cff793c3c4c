import type { Peer } from "@credport/core/adapter";

// The clients of this package, each with the versions its tests run against: the peer ranges of package.json.
const from: string = import.meta.url;

export const awsSdk: Peer = { package: "@aws-sdk/client-s3", range: "^3.775.0", from };
export const aws4: Peer = { package: "aws4", range: "^1.13.0", from };
export const aws4fetch: Peer = { package: "aws4fetch", range: "^1.0.17", from };
export const minio: Peer = { package: "minio", range: "^8.0.7", from };
