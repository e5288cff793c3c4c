export type {
  AccessKeyCredentials,
  BearerCredentials,
  Credentials,
  CredentialsIdentity,
} from "./credentials/credentials.js";
export { isUnavailable, unavailable, type Unavailable } from "./credentials/unavailable.js";
export type { RefreshFailureInput, RefreshPlan, RefreshPlanInput, RefreshPolicy } from "./engine/refresh-policy.js";
export {
  CredentialsError,
  isCredentialsError,
  type Attempt,
  type CredentialsErrorCode,
  type CredentialsErrorFields,
} from "./errors/credentials-error.js";
export type { CredentialsEvent } from "./events/credentials-event.js";
export type {
  ExecFileOptions,
  ExecFileResult,
  Host,
  HostTracingChannel,
  LockFileOptions,
  ReadFileOptions,
  SleepOptions,
  WriteFileOptions,
} from "./host/host.js";
export type { HttpRequest, HttpResponse } from "./host/http.js";
export type { RequestSigner, SignableRequest } from "./signing/request-signer.js";
export type {
  CredentialsMatcher,
  CredentialsProvider,
  GetCredentialsOptions,
  ProviderOptions,
  ProviderStatus,
} from "./sources/credentials-provider.js";
export type { CredentialsSource, LoadContext, LoadReason, SourceWarning } from "./sources/credentials-source.js";
