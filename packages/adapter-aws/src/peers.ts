import type { Peer } from "@credport/core/adapter";

// The clients of this package, each with the versions its tests run against: the peer ranges of package.json.
const from: string = import.meta.url;

const sdkStack = "the middlewareStack of an AWS SDK v3 client";

export const clientS3: Peer = { package: "@aws-sdk/client-s3", range: "^3.775.0", wanted: sdkStack, from };
/** All clients of the SDK have their versions together; these two are the ones the tests run. */
export const clientSts: Peer = { package: "@aws-sdk/client-sts", range: "^3.775.0", wanted: sdkStack, from };
export const aws4: Peer = { package: "aws4", range: "^1.13.0", wanted: "the module", from };
export const aws4fetch: Peer = { package: "aws4fetch", range: "^1.0.17", wanted: "the AwsClient class", from };
export const minio: Peer = { package: "minio", range: "^8.0.7", wanted: "the IamAwsProvider class", from };
export const openSearch: Peer = {
  package: "@opensearch-project/opensearch",
  range: "^3.0.0",
  wanted: "the AwsSigv4Signer",
  from,
};
