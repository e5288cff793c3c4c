export { chain, type ChainOptions } from "./chain/chain.js";
export { parseHttpDate } from "./clock/parse-http-date.js";
export { rebaseExpiration } from "./clock/rebase-expiration.js";
export type {
  AccessKeyCredentials,
  BearerCredentials,
  Credentials,
  CredentialsIdentity,
} from "./credentials/credentials.js";
export {
  createAccessKeyCredentials,
  createBearerCredentials,
  type AccessKeyFields,
  type BearerFields,
} from "./credentials/create-credentials.js";
export { exposeCredentials, type ExposedCredentials } from "./credentials/expose-credentials.js";
export { isUnavailable, unavailable, type Unavailable } from "./credentials/unavailable.js";
export { createProvider } from "./engine/create-provider.js";
export { defaultRefreshPolicy } from "./engine/default-refresh-policy.js";
export { keepWarm } from "./engine/keep-warm.js";
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
export { fromFunction, type FunctionResult } from "./sources/from-function.js";
export { refuseExpired } from "./sources/load-failure.js";
export { errorWithSourcePrefix, loadWithSourcePrefix, withSourcePrefix } from "./sources/source-path.js";
export { staticSource } from "./sources/static-source.js";
