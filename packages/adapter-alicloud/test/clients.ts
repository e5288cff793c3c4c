import { Agent } from "node:http";
import { createRequire } from "node:module";
import PopCore from "@alicloud/pop-core";
import type { CredentialsProvider } from "@credport/core";
import {
  readAcs3Credentials,
  readLogSignature,
  readLogV4Signature,
  readMnsSignature,
  readRoaSignature,
  readRpcCredentials,
  readTablestoreSignature,
  type Claim,
  type ReceivedRequest,
  type VerifyingService,
} from "@credport/testing";
import {
  alicloudCredential,
  createCredentialsTool,
  createLogClient,
  createMnsClient,
  createPopCore,
  createTablestoreClient,
  credentialsToolProvider,
  popCoreConfig,
} from "../src/index.js";
// CommonJS packages whose class is `exports.default`; `require` gives the same shape under every test runner.
const require = createRequire(import.meta.url);
const core: typeof import("@alicloud/openapi-core", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/openapi-core");
const sls: typeof import("@alicloud/sls20201230", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/sls20201230");
const ecs: typeof import("@alicloud/ecs20140526", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/ecs20140526");
const slsLowest: typeof sls = require("sls20201230-lowest");
const ecsLowest: typeof ecs = require("ecs20140526-lowest");
const sts: typeof import("@alicloud/sts20150401", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/sts20150401");
const stsLowest: typeof sts = require("sts20150401-lowest");
const tool: typeof import("@alicloud/credentials", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/credentials");
const { ROAClient } = require("@alicloud/pop-core");
const LogClient = require("@alicloud/log");

/** One client: how it signs, what it wants to hear, and one call of it. */
export interface ClientCase {
  readonly name: string;
  readonly read: (request: ReceivedRequest) => Claim;
  readonly answer: { readonly type: string; readonly body: string };
  connect(service: VerifyingService, provider: CredentialsProvider): () => Promise<unknown>;
}

const json = { type: "application/json", body: '{"count":0,"total":0,"projects":[]}' };

/** Both ends of the supported versions of the generated SDKs: the lowest stand on `openapi-client`, the latest on `openapi-core`. */
export const generatedSdks = [
  { release: "latest", ecs, sts, sls },
  { release: "lowest", ecs: ecsLowest, sts: stsLowest, sls: slsLowest },
] as const;

/** `sls20201230`, whose V4 signature came later than its lowest supported version. */
const logSdks: readonly ClientCase[] = [
  { name: "sls20201230", read: readLogSignature, namespace: sls, options: {} },
  { name: "sls20201230, lowest", read: readLogSignature, namespace: slsLowest, options: {} },
  { name: "sls20201230 with V4", read: readLogV4Signature, namespace: sls, options: { signatureVersion: "v4" } },
].map(({ name, read, namespace, options }) => ({
  name,
  read,
  answer: json,
  connect(service, provider) {
    const credential = alicloudCredential(provider);
    const place = { endpoint: service.host, protocol: "http", regionId: "cn-hangzhou" };
    const client = new namespace.default(new core.$OpenApiUtil.Config({ credential, ...place, ...options }));
    return () => client.listProject(new namespace.ListProjectRequest({ size: 10 }));
  },
}));

/** The classes of one release each; these packages ship no types. */
interface LegacyClasses {
  readonly Mns: new (accountId: string, options: Record<string, unknown>) => object;
  readonly Tablestore: new (options: Record<string, unknown>) => object;
}

function legacyClients(release: string, { Mns, Tablestore }: LegacyClasses): readonly ClientCase[] {
  return [
    {
      name: `@alicloud/mns${release}`,
      read: readMnsSignature,
      answer: { type: "text/xml", body: "<Queue><QueueName>q</QueueName></Queue>" },
      connect(service, provider) {
        const client = createMnsClient(Mns, "123", { provider, region: "cn-hangzhou", endpoint: service.url });
        return () => Reflect.get(client, "get").call(client, "/queues/q", "Queue");
      },
    },
    {
      name: `tablestore${release}`,
      read: readTablestoreSignature,
      answer: { type: "application/x-protobuf", body: "" },
      connect(service, provider) {
        const client = createTablestoreClient(Tablestore, { provider, endpoint: service.url, instancename: "i" });
        return () => Reflect.get(client, "listTable").call(client, {});
      },
    },
  ];
}

/** The clients whose signatures a verifying service recomputes. */
export const verifiedClients: readonly ClientCase[] = [
  {
    name: "pop-core ROA",
    read: readRoaSignature,
    answer: json,
    connect(service, provider) {
      const client = createPopCore(ROAClient, { provider, endpoint: service.url, apiVersion: "2015-12-15" });
      return () => Reflect.get(client, "get").call(client, "/clusters", { b: "2", a: "1 x" });
    },
  },
  {
    name: "@alicloud/log",
    read: readLogSignature,
    answer: json,
    connect(service, provider) {
      const client = createLogClient(LogClient, { provider, endpoint: service.url });
      // A project is part of the host name, which only this agent resolves.
      const agent = new Agent({ lookup: (_host, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]) });
      return () => Reflect.get(client, "getProject").call(client, "project", { agent });
    },
  },
  ...logSdks,
  ...legacyClients("", {
    Mns: require("@alicloud/mns"),
    Tablestore: require("tablestore").Client,
  }),
  ...legacyClients(", lowest", {
    Mns: require("mns-lowest"),
    Tablestore: require("tablestore-lowest").Client,
  }),
];

const regions = { type: "application/json", body: '{"RequestId":"1","Regions":{"Region":[]}}' };

const ecsCall = (service: VerifyingService, credential: object): (() => Promise<unknown>) => {
  const config = new core.$OpenApiUtil.Config({ credential, endpoint: service.host, protocol: "http" });
  const client = new ecs.default(config);
  return () => client.describeRegions(new ecs.DescribeRegionsRequest({}));
};

/** The clients whose signatures the emulator verifies in other tests. */
export const emulatedClients: readonly ClientCase[] = [
  {
    name: "alicloudCredential",
    read: readAcs3Credentials,
    answer: regions,
    connect: (service, provider) => ecsCall(service, alicloudCredential(provider)),
  },
  {
    name: "credentialsToolProvider",
    read: readAcs3Credentials,
    answer: regions,
    connect: (service, provider) => ecsCall(service, new tool.default(null, credentialsToolProvider(provider))),
  },
  {
    name: "createCredentialsTool",
    read: readAcs3Credentials,
    answer: regions,
    connect: (service, provider) => async () => ecsCall(service, await createCredentialsTool(provider))(),
  },
  {
    name: "popCoreConfig",
    read: readRpcCredentials,
    answer: regions,
    connect(service, provider) {
      const client = new PopCore({ ...popCoreConfig(provider), endpoint: service.url, apiVersion: "2014-05-26" });
      return () => client.request("DescribeRegions", {});
    },
  },
  {
    name: "createPopCore",
    read: readRpcCredentials,
    answer: regions,
    connect(service, provider) {
      const client = createPopCore(PopCore, { provider, endpoint: service.url, apiVersion: "2014-05-26" });
      return () => client.request("DescribeRegions", {});
    },
  },
];
