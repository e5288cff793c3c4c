import { Agent } from "node:http";
import { createRequire } from "node:module";
import PopCore from "@alicloud/pop-core";
import {
  alicloudCredential,
  createCredentialsTool,
  createLogClient,
  createMnsClient,
  createPopCore,
  createTablestoreClient,
} from "@credport/adapter-alicloud";
import type { Call, Connect } from "./client.js";

// CommonJS packages whose class is `exports.default`; `require` gives the same shape under every test runner.
const require = createRequire(import.meta.url);
const core: typeof import("@alicloud/openapi-core", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/openapi-core");
const openApi: typeof import("@alicloud/openapi-client", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/openapi-client");
const ecs: typeof import("@alicloud/ecs20140526", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/ecs20140526");
const sts: typeof import("@alicloud/sts20150401", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/sts20150401");
const sls: typeof import("@alicloud/sls20201230", {
  with: { "resolution-mode": "require" },
}) = require("@alicloud/sls20201230");

const configOf = (credential: object, host: string, more: object = {}): InstanceType<typeof core.$OpenApiUtil.Config> =>
  new core.$OpenApiUtil.Config({ credential, endpoint: host, protocol: "http", regionId: "cn-hangzhou", ...more });

/** One call, described by hand as generated SDKs do it. */
const describeRegions = {
  action: "DescribeRegions",
  version: "2014-05-26",
  protocol: "HTTP",
  pathname: "/",
  method: "POST",
  authType: "AK",
  style: "RPC",
  reqBodyType: "formData",
  bodyType: "json",
};

/** The clients of Alibaba Cloud's OpenAPI, Log Service, Message Service and Tablestore. */
export const alibabaClients = {
  "@alicloud/openapi-core": ({ provider, emulator }) => {
    const { Params, OpenApiRequest } = core.$OpenApiUtil;
    const client = new core.default(configOf(alicloudCredential(provider), emulator.ecs.host));
    const runtime = new (require("@darabonba/typescript").RuntimeOptions)({});
    return [() => client.callApi(new Params(describeRegions), new OpenApiRequest({}), runtime)];
  },
  "@alicloud/openapi-client": ({ provider, emulator }) => {
    const { Params, OpenApiRequest } = openApi;
    const client = new openApi.default(configOf(alicloudCredential(provider), emulator.ecs.host));
    const runtime = new (require("@alicloud/tea-util").RuntimeOptions)({});
    return [() => client.callApi(new Params(describeRegions), new OpenApiRequest({}), runtime)];
  },
  "@alicloud/ecs20140526": ({ provider, emulator }) => {
    const client = new ecs.default(configOf(alicloudCredential(provider), emulator.ecs.host));
    return [() => client.describeRegions(new ecs.DescribeRegionsRequest({}))];
  },
  "@alicloud/sts20150401": ({ provider, emulator }) => {
    const client = new sts.default(configOf(alicloudCredential(provider), emulator.sts.host));
    return [() => client.getCallerIdentity()];
  },
  "@alicloud/sls20201230": ({ provider, services }) => {
    const credential = alicloudCredential(provider);
    const log = new sls.default(configOf(credential, services.log.host));
    const logV4 = new sls.default(configOf(credential, services.logV4.host, { signatureVersion: "v4" }));
    return [log, logV4].map((client) => () => client.listProject(new sls.ListProjectRequest({ size: 10 })));
  },
  "@alicloud/credentials": async ({ provider, emulator }) => {
    const client = new ecs.default(configOf(await createCredentialsTool(provider), emulator.ecs.host));
    return [() => client.describeRegions(new ecs.DescribeRegionsRequest({}))];
  },
  "@alicloud/pop-core": ({ provider, emulator, services }) => {
    const rpc = createPopCore(PopCore, { provider, endpoint: emulator.ecs.url, apiVersion: "2014-05-26" });
    const { ROAClient } = require("@alicloud/pop-core");
    const roa = createPopCore(ROAClient, { provider, endpoint: services.roa.url, apiVersion: "2015-12-15" });
    // Its own limit of 3 s is too short for a busy machine.
    const timeout = 60_000;
    return [
      () => rpc.request("DescribeRegions", {}, { timeout }),
      () => rpc.request("DescribeRegions", {}, { method: "POST", timeout }),
      method(roa, "get", "/clusters", {}, {}, { timeout }),
    ];
  },
  "@alicloud/log": ({ provider, services }) => {
    const client = createLogClient(require("@alicloud/log"), { provider, endpoint: services.log.url });
    // A project is part of the host name, which only this agent resolves.
    const agent = new Agent({ lookup: (_host, _options, done) => done(null, [{ address: "127.0.0.1", family: 4 }]) });
    return [method(client, "getProject", "project", { agent })];
  },
  "@alicloud/mns": ({ provider, services }) => {
    const client = createMnsClient(require("@alicloud/mns"), "123", { provider, endpoint: services.mns.url });
    return [method(client, "get", "/queues/q", "Queue")];
  },
  tablestore: ({ provider, services }) => {
    const { Client } = require("tablestore");
    const options = { provider, endpoint: services.tablestore.url, instancename: "i" };
    return [method(createTablestoreClient(Client, options), "listTable", {})];
  },
} as const satisfies Record<string, Connect>;

/** A method of a client that ships no types. */
function method(client: object, name: string, ...parameters: readonly unknown[]): Call {
  return async () => Reflect.apply(Reflect.get(client, name), client, parameters);
}
