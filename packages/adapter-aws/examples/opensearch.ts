import { openSearchCredentials } from "@credport/adapter-aws";
import { environment } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import { Client } from "@opensearch-project/opensearch";
import { AwsSigv4Signer } from "@opensearch-project/opensearch/aws";

const provider = createProvider(environment());
const client = new Client({
  ...AwsSigv4Signer({ region: "us-east-1", service: "es", getCredentials: openSearchCredentials(provider) }),
  node: process.env["OPENSEARCH_URL"] ?? "https://search-my-domain.us-east-1.es.amazonaws.com",
});
const { body } = await client.info();
console.log(body.version.number);
