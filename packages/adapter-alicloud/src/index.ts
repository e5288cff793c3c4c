export { alicloudCredential, type AlicloudCredential, type AlicloudCredentialOptions } from "./alicloud-credential.js";
export type { CredentialModel } from "./credential-model.js";
export {
  createCredentialsTool,
  credentialsToolProvider,
  fromCredentialsTool,
  type CredentialsToolProvider,
  type FromCredentialsToolOptions,
  type OfficialCredential,
} from "./credentials-tool.js";
export { createLogClient, type LogClientOptions } from "./log.js";
export { createMnsClient, type MnsClientOptions } from "./mns.js";
export { createPopCore, popCoreConfig, type PopCoreConfig, type PopCoreOptions } from "./pop-core.js";
export { createTablestoreClient, type TablestoreOptions } from "./tablestore.js";
