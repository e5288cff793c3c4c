import type { CredentialsProvider } from "@credport/core";
import type { RecordedAnswer, RecordingService } from "@credport/testing";
import { iam, Service } from "@volcengine/openapi";
import { Client, Command } from "@volcengine/sdk-core";
import { TosClient } from "@volcengine/tos-sdk";
import { createTosClient, createVolcengineClient, createVolcengineService } from "../src/index.js";

/** One client: what it wants to hear, and how to make a request with it. */
export interface ClientCase {
  readonly name: string;
  readonly answer?: RecordedAnswer;
  connect(provider: CredentialsProvider, service: RecordingService): () => Promise<unknown>;
}

/** What the OpenAPI gateway answers to a call without a result. */
export const emptyResult: RecordedAnswer = {
  headers: { "content-type": "application/json" },
  body: '{"ResponseMetadata":{"RequestId":"1","Service":"iam"},"Result":{}}',
};

/** Every client this adapter knows, each on a service that takes anything. */
export const clients: readonly ClientCase[] = [
  {
    name: "createVolcengineService with Service",
    answer: emptyResult,
    connect(provider, { host }) {
      const service = createVolcengineService(Service, { provider, host, protocol: "http:", serviceName: "iam" });
      return () => service.fetchOpenAPI({ Action: "ListUsers", Version: "2018-01-01" });
    },
  },
  {
    name: "createVolcengineService with a generated service",
    answer: emptyResult,
    connect(provider, { host }) {
      const service = createVolcengineService(iam.IamService, {
        provider,
        host,
        protocol: "http:",
        serviceName: "iam",
      });
      return () => service.ListUsers({});
    },
  },
  {
    name: "createTosClient",
    connect(provider, { host }) {
      const client = createTosClient(TosClient, {
        provider,
        endpoint: host,
        secure: false,
        region: "cn-beijing",
        bucket: "bucket",
      });
      return () => client.putObject({ key: "key", body: Buffer.from("x") });
    },
  },
  {
    name: "createVolcengineClient",
    answer: emptyResult,
    connect(provider, { host }) {
      const client = createVolcengineClient(Client, { provider, host, protocol: "http", autoRetry: false });
      return () => client.send(new ListUsers({}));
    },
  },
];

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
