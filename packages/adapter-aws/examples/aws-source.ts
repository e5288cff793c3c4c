import { fromIni } from "@aws-sdk/credential-provider-ini";
import { fromAwsProvider } from "@credport/adapter-aws";
import { createProvider } from "@credport/node";

// The other direction: what AWS's own providers find serves every client of Credport.
const provider = createProvider(fromAwsProvider(fromIni({ profile: "default" })));
const { accessKeyId, identity } = await provider.getCredentials();
console.log(`${accessKeyId.slice(0, 4)}... from ${identity.source}`);
