import { $OpenApiUtil } from "@alicloud/openapi-core";
import Sls, { ListProjectRequest } from "@alicloud/sls20201230";
import { alicloudCredential } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const config = new $OpenApiUtil.Config({
  credential: alicloudCredential(provider),
  endpoint: process.env["SLS_HOST"] ?? "cn-hangzhou.log.aliyuncs.com",
  ...(process.env["SLS_HOST"] && { protocol: "http" }),
});
const { body } = await new Sls.default(config).listProject(new ListProjectRequest({ size: 10 }));
console.log(body?.projects?.map(({ projectName }) => projectName));
