import { createCredentials, getCallerIdentity, OpenApiClient } from "@credport/alibaba-cloud";

// Who am I, and which regions are there? Run with credentials in the environment, a CLI profile or an instance role.
await using provider = createCredentials();
const { arn } = await getCallerIdentity({ provider });
console.log(`Calling as ${arn}`);

await using client = new OpenApiClient({ provider, endpoint: "ecs.cn-beijing.aliyuncs.com", version: "2014-05-26" });
const { body } = await client.call({ action: "DescribeRegions", method: "GET" });
console.log(body);
