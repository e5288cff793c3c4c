import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { awsCredentials } from "@credport/adapter-aws";
import { environment } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

// Any AWS SDK v3 client takes the same function, whatever service it speaks to.
const provider = createProvider(environment());
const { AWS_ENDPOINT: endpoint } = process.env;
const client = new STSClient({
  region: "us-east-1",
  ...(endpoint === undefined ? {} : { endpoint }),
  credentials: awsCredentials(provider),
});
const { Arn } = await client.send(new GetCallerIdentityCommand({}));
console.log(Arn);
