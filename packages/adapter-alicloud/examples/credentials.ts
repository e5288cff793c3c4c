import Credential from "@alicloud/credentials";
import { credentialsToolProvider } from "@credport/adapter-alicloud";
import { defaultChain } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";

const provider = createProvider(defaultChain());
// For code that insists on the class. `await createCredentialsTool(provider)` makes one without importing it.
const credential = new Credential.default(null, credentialsToolProvider(provider));
const { accessKeyId, providerName } = await credential.getCredential();
console.log(`${accessKeyId?.slice(0, 4) ?? ""}... from ${providerName ?? ""}`);
