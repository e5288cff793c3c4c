import Credential, { Config } from "@alicloud/credentials";
import { fromCredentialsTool } from "@credport/adapter-alicloud";
import { createProvider } from "@credport/node";

// The other way round: the official tool finds the credential, and stays the judge of how long it lives.
const tool = new Credential.default(
  new Config({ type: "credentials_uri", credentialsURI: process.env["CREDENTIALS_URI"] ?? "http://localhost:6666/" }),
);
const provider = createProvider(fromCredentialsTool(tool));
const { type, identity } = await provider.getCredentials();
console.log(`${type} from ${identity.source}`);
