import { createTosClient, createVolcengineClient, createVolcengineService } from "@credport/adapter-volcengine";
import { iam } from "@volcengine/openapi";
import { Client, Command } from "@volcengine/sdk-core";
import { TosClient } from "@volcengine/tos-sdk";
import { bucket, region } from "../world.js";
import type { Connect } from "./client.js";

class ListUsers extends Command<object, object> {
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

/** The clients of Volcengine and BytePlus. */
export const volcengineClients = {
  "@volcengine/openapi": ({ provider, emulator }) => {
    const options = { provider, host: emulator.byteplus.host, protocol: "http:", serviceName: "iam" };
    const service = createVolcengineService(iam.IamService, options);
    return [() => service.ListUsers({})];
  },
  "@volcengine/tos-sdk": ({ provider, emulator }) => {
    const options = { provider, endpoint: emulator.tos.host, secure: false, region, bucket };
    const client = createTosClient(TosClient, options);
    return [() => client.putObject({ key: "tos-sdk", body: Buffer.from("x") })];
  },
  "@volcengine/sdk-core": ({ provider, emulator }) => {
    const client = createVolcengineClient(Client, { provider, host: emulator.byteplus.host, protocol: "http" });
    return [() => client.send(new ListUsers({}))];
  },
} as const satisfies Record<string, Connect>;
