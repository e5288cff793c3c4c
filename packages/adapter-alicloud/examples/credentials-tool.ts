import { createCredentialsTool } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
const credential = await createCredentialsTool(provider);
const { accessKeyId, providerName } = await credential.getCredential();
console.log(`${accessKeyId?.slice(0, 4) ?? ""}... from ${providerName ?? ""}`);
