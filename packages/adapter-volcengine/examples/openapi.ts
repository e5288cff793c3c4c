import { createVolcengineService } from "@credport/adapter-volcengine";
import { defaultChain } from "@credport/byteplus";
import { createProvider } from "@credport/node";
import { iam } from "@volcengine/openapi";

const provider = createProvider(defaultChain());
const service = createVolcengineService(iam.IamService, {
  provider,
  serviceName: "iam",
  ...(process.env["OPENAPI_HOST"] && { host: process.env["OPENAPI_HOST"], protocol: "http:" }),
});
const { ResponseMetadata } = await service.ListUsers({});
console.log(ResponseMetadata?.Action);
