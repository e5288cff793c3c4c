import { createVolcengineService } from "@credport/adapter-volcengine";
import { defaultChain } from "@credport/byteplus";
import { createProvider } from "@credport/node";
import { iam } from "@volcengine/openapi";

const provider = createProvider(defaultChain());
const { OPENAPI_HOST: host } = process.env;
const service = createVolcengineService(iam.IamService, {
  provider,
  serviceName: "iam",
  ...(host === undefined ? {} : { host, protocol: "http:" }),
});
const { ResponseMetadata } = await service.ListUsers({});
console.log(ResponseMetadata?.Action);
