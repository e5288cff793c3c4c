import { createVolcengineClient } from "@credport/adapter-volcengine";
import { defaultChain } from "@credport/byteplus";
import { createProvider } from "@credport/node";
import { Client, Command } from "@volcengine/sdk-core";

interface Answer {
  readonly ResponseMetadata?: { readonly Action?: string };
}

// Generated clients bring their commands; this is one made by hand.
class ListUsers extends Command<object, Answer> {
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

const provider = createProvider(defaultChain());
const { OPENAPI_HOST: host } = process.env;
const client = createVolcengineClient(Client, {
  provider,
  region: "cn-beijing",
  ...(host === undefined ? {} : { host, protocol: "http" }),
});
const { ResponseMetadata } = await client.send(new ListUsers({}));
console.log(ResponseMetadata?.Action);
