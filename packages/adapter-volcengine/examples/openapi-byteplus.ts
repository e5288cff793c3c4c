import { createVolcengineService } from "@credport/adapter-volcengine";
import { defaultChain } from "@credport/byteplus";
import { createProvider } from "@credport/node";
import { Service } from "@volcengine/openapi";

// The clients of Volcengine reach BytePlus with its host and its region.
const provider = createProvider(defaultChain());
const { OPENAPI_HOST: host } = process.env;
const service = createVolcengineService(Service, {
  provider,
  serviceName: "iam",
  region: "ap-southeast-1",
  ...(host === undefined ? { host: "open.byteplusapi.com" } : { host, protocol: "http:" }),
});
const { ResponseMetadata } = await service.fetchOpenAPI({ Action: "ListUsers", Version: "2018-01-01" });
console.log(ResponseMetadata?.Region);
