import { createRequire } from "node:module";
import type { CredentialsProvider } from "@credport/core";
import type { RecordedAnswer } from "@credport/testing";
import * as openApi from "@volcengine/openapi";
import { Client, Command } from "@volcengine/sdk-core";
import { TosClient } from "@volcengine/tos-sdk";
import { createTosClient, createVolcengineClient, createVolcengineService } from "../src/index.js";

const require = createRequire(import.meta.url);
const openApiLowest: typeof openApi = require("openapi-lowest");
const tosLowest: { TosClient: typeof TosClient } = require("tos-sdk-lowest");

/** Both ends of the supported versions of `@volcengine/tos-sdk`. */
export const tosReleases = [
  { release: "2.9.1", Class: TosClient },
  { release: "2.7.5", Class: tosLowest.TosClient },
] as const;

/** One client of the OpenAPI gateway, and how to make a call with it. */
export interface GatewayClient {
  readonly name: string;
  connect(provider: CredentialsProvider, host: string): () => Promise<unknown>;
}

/** Both ends of the supported versions of `@volcengine/openapi`. */
export const openApiReleases = [
  { release: "1.36.2", namespace: openApi },
  { release: "1.18.3", namespace: openApiLowest },
] as const;

/** The clients of the OpenAPI gateway, with both ends of their supported versions where there are two. */
export const gatewayClients: readonly GatewayClient[] = [
  ...openApiReleases.flatMap(({ release, namespace }): GatewayClient[] => [
    {
      name: `createVolcengineService with Service of ${release}`,
      connect(provider, host) {
        const options = { provider, host, protocol: "http:", serviceName: "iam" };
        const service = createVolcengineService(namespace.Service, options);
        return () => service.fetchOpenAPI({ Action: "ListUsers", Version: "2018-01-01" });
      },
    },
    {
      name: `createVolcengineService with a generated service of ${release}`,
      connect(provider, host) {
        const options = { provider, host, protocol: "http:", serviceName: "iam" };
        const service = createVolcengineService(namespace.iam.IamService, options);
        return () => service.ListUsers({});
      },
    },
  ]),
  {
    name: "createVolcengineClient with 1.0.0",
    connect(provider, host) {
      const client = createVolcengineClient(Client, { provider, host, protocol: "http", autoRetry: false });
      return () => client.send(new ListUsers({}));
    },
  },
];

/** What the OpenAPI gateway answers to a call without a result. */
export const emptyResult: RecordedAnswer = {
  headers: { "content-type": "application/json" },
  body: '{"ResponseMetadata":{"RequestId":"1","Service":"iam"},"Result":{}}',
};

/** A `TosClient` on a service at this host. */
export function tosClient(
  Class: typeof TosClient,
  provider: CredentialsProvider,
  host: string,
): ReturnType<typeof createTosClient<ConstructorParameters<typeof TosClient>[0], TosClient>> {
  return createTosClient(Class, { provider, endpoint: host, secure: false, region: "cn-beijing", bucket: "bucket" });
}

/** One call, made with the parts `@volcengine/sdk-core` gives to generated clients. */
export class ListUsers extends Command<object, object> {
  constructor(input: object) {
    super(input);
    this.requestConfig = {
      method: "GET",
      pathname: "/",
      serviceName: "iam",
      params: { Action: "ListUsers", Version: "2018-01-01" },
    };
  }
}
