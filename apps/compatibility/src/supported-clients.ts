/** One row of the compatibility table. */
export interface SupportedClient {
  readonly adapter: `adapter-${string}`;
  /** The versions whose ends are tested, for a client that is no peer of the adapter: it takes what one of the peers takes. */
  readonly versions?: string;
  /** How it is given the provider, and how often it asks. */
  readonly takes: string;
  readonly guarantee: string;
  readonly cannot: string;
}

/** The name of a client of the table: its package, or `fetch`, which comes with Node. */
export type ClientName =
  | "@alicloud/openapi-core"
  | "@alicloud/openapi-client"
  | "@alicloud/ecs20140526"
  | "@alicloud/sts20150401"
  | "@alicloud/sls20201230"
  | "@alicloud/credentials"
  | "@alicloud/pop-core"
  | "@alicloud/log"
  | "@alicloud/mns"
  | "tablestore"
  | "ali-oss"
  | "oss-client"
  | "@aws-sdk/client-s3"
  | "@aws-sdk/client-sts"
  | "@aws-sdk/lib-storage"
  | "@aws-sdk/s3-request-presigner"
  | "aws4fetch"
  | "aws4"
  | "minio"
  | "@opensearch-project/opensearch"
  | "@volcengine/openapi"
  | "@volcengine/tos-sdk"
  | "@volcengine/sdk-core"
  | "fetch";

const perAttempt = "every attempt signs with the current credential";
const perRequest = "every request signs with the current credential";
const retriesRepeat = "a retry inside the client repeats it";
const bearerToo = "bearer tokens too";
const resend = "a refused credential is replaced and the request sent once more";

/** Every client an adapter of this repository drives. */
export const supportedClients: Readonly<Record<ClientName, SupportedClient>> = {
  "@alicloud/openapi-core": {
    adapter: "adapter-alicloud",
    takes: "`credential: alicloudCredential(provider)`, per attempt; any generated SDK",
    guarantee: `${perAttempt}; ${bearerToo}`,
    cannot: "its own `retryOptions` decide what is retried",
  },
  "@alicloud/openapi-client": {
    adapter: "adapter-alicloud",
    takes: "`credential: alicloudCredential(provider)`, per attempt; any generated SDK",
    guarantee: `${perAttempt}; ${bearerToo}`,
    cannot: "retries nothing by itself",
  },
  "@alicloud/ecs20140526": {
    adapter: "adapter-alicloud",
    versions: ">=3.0.1 <8",
    takes: "as the client it is built on",
    guarantee: `${perAttempt}; ${bearerToo}`,
    cannot: "a refused credential comes out as an error",
  },
  "@alicloud/sts20150401": {
    adapter: "adapter-alicloud",
    versions: "^1.1.4",
    takes: "as the client it is built on",
    guarantee: `${perAttempt}; ${bearerToo}`,
    cannot: "a refused credential comes out as an error",
  },
  "@alicloud/sls20201230": {
    adapter: "adapter-alicloud",
    versions: "^5.4.1",
    takes: "as the client it is built on",
    guarantee: perAttempt,
    cannot: "a refused credential comes out as an error; sends no provider name",
  },
  "@alicloud/credentials": {
    adapter: "adapter-alicloud",
    takes: "`createCredentialsTool(provider)`, per call; or itself a source, by `fromCredentialsTool`",
    guarantee: "no cache in between",
    cannot: "bearer tokens inside it; names no expiration as a source",
  },
  "@alicloud/pop-core": {
    adapter: "adapter-alicloud",
    takes: "`createPopCore(Core, { provider })`, per request",
    guarantee: `${perRequest}; never unsigned; ${resend}; no signed address in errors`,
    cannot: "retries nothing by itself",
  },
  "@alicloud/log": {
    adapter: "adapter-alicloud",
    takes: "`createLogClient(Log, { provider })`, per request",
    guarantee: `${perRequest}; https by default`,
    cannot: "a refused credential comes out as an error",
  },
  "@alicloud/mns": {
    adapter: "adapter-alicloud",
    takes: "`createMnsClient(Mns, accountId, { provider })`, wrapped per request",
    guarantee: `${perRequest}; a failing provider fails the request`,
    cannot: "a refused credential comes out as an error",
  },
  tablestore: {
    adapter: "adapter-alicloud",
    takes: "`createTablestoreClient(Client, { provider })`, per attempt",
    guarantee: perAttempt,
    cannot: "a refused credential comes out as an error",
  },
  "ali-oss": {
    adapter: "adapter-ali-oss",
    takes: "`createAliOss(OSS, { provider })`, wrapped per request, part and retry",
    guarantee: `${perAttempt}; ${resend}; links of one session that never outlive it`,
    cannot: "synchronous signers with a session",
  },
  "oss-client": {
    adapter: "adapter-ali-oss",
    takes: "`createOssClient(OSSObject, { provider })`, wrapped per request",
    guarantee: `${perRequest}; ${resend}`,
    cannot: "V4; links with a session",
  },
  "@aws-sdk/client-s3": {
    adapter: "adapter-aws",
    takes: "`credentials: awsCredentials(provider)`, per attempt",
    guarantee: `${perAttempt}; with \`retryOnRejectedCredentials\` ${resend}`,
    cannot: "streams are not sent again",
  },
  "@aws-sdk/client-sts": {
    adapter: "adapter-aws",
    takes: "`credentials: awsCredentials(provider)`, per attempt; so does any other v3 client",
    guarantee: `${perAttempt}; with \`retryOnRejectedCredentials\` ${resend}`,
    cannot: "streams are not sent again",
  },
  "@aws-sdk/lib-storage": {
    adapter: "adapter-aws",
    versions: "^3.775.0",
    takes: "the client it is given, per part",
    guarantee: "every part signs with the current credential",
    cannot: "streams are not sent again",
  },
  "@aws-sdk/s3-request-presigner": {
    adapter: "adapter-aws",
    versions: "^3.775.0",
    takes: "the client it is given, per link",
    guarantee: "links of one session; with `minTtl` none that outlives it",
    cannot: "links know their lifetime only by `minTtl`",
  },
  aws4fetch: {
    adapter: "adapter-aws",
    takes: "`createAws4Fetch(AwsClient, { provider })`, per attempt",
    guarantee: `${perAttempt}; ${resend}`,
    cannot: "streams are not sent again",
  },
  aws4: {
    adapter: "adapter-aws",
    takes: "`signWithAws4(aws4, provider, request)`, per request",
    guarantee: "one whole credential, never the environment's",
    cannot: "sends nothing itself",
  },
  minio: {
    adapter: "adapter-aws",
    takes: "`credentialsProvider: await minioCredentials(provider)`, per request and part",
    guarantee: `${perRequest}; ${retriesRepeat}`,
    cannot: "a refused credential comes out as an error",
  },
  "@opensearch-project/opensearch": {
    adapter: "adapter-aws",
    takes: "`getCredentials: openSearchCredentials(provider)`, per request",
    guarantee: `${perRequest}; ${retriesRepeat}`,
    cannot: "a refused credential comes out as an error",
  },
  "@volcengine/openapi": {
    adapter: "adapter-volcengine",
    takes: "`createVolcengineService(Service, { provider })`, wrapped per call",
    guarantee: `${perRequest}; ${resend}`,
    cannot: "a refusal resolves: look at `ResponseMetadata.Error`",
  },
  "@volcengine/tos-sdk": {
    adapter: "adapter-volcengine",
    takes: "`createTosClient(TosClient, { provider })`, wrapped per request and part",
    guarantee: `${perRequest}; ${retriesRepeat}; ${resend}`,
    cannot: "synchronous links with a session",
  },
  "@volcengine/sdk-core": {
    adapter: "adapter-volcengine",
    takes: "`createVolcengineClient(Client, { provider })`, wrapped per send",
    guarantee: `${perRequest}; ${resend}; nothing ambient is attached`,
    cannot: "its own retries repeat signature and date",
  },
  fetch: {
    adapter: "adapter-fetch",
    takes: "`createSignedFetch({ provider, signer })`, per request",
    guarantee: `${perRequest}; ${resend}`,
    cannot: "streams are sent once, and only where the signature leaves bodies out",
  },
};

/** The row for all clients that take keys once and for all, such as `@alicloud/fc2`. */
export const staticKeysRow: readonly string[] = [
  "any that takes static keys only, such as `@alicloud/fc2`",
  "any",
  "`@credport/core/adapter`",
  "`current = rebuildOnRotation(provider, build)`, and `await current()` before each use",
  "the client at hand was built with the current credential",
  "a client kept longer signs with what it was built with",
];
