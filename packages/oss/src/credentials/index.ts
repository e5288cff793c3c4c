export { AnonymousCredentialsProvider, isAnonymous } from "./anonymous-credentials-provider.js";
export { hasKeys, isExpired, type CredentialsProvider, type OssCredentials } from "./credentials-provider.js";
export { CredentialsProviderFunc, type CredentialsFunction } from "./credentials-provider-func.js";
export {
  EnvironmentVariableCredentialsProvider,
  type EnvironmentVariableOptions,
} from "./environment-variable-credentials-provider.js";
export {
  FetcherCredentialsProvider,
  type CredentialsFetcher,
  type CredentialsFetcherFunc,
  type FetcherOptions,
} from "./fetcher-credentials-provider.js";
export { fetcherRefreshPolicy, type FetcherRefreshOptions } from "./fetcher-refresh-policy.js";
export { ProcessCredentialsProvider, type ProcessOptions } from "./process-credentials-provider.js";
export { StaticCredentialsProvider } from "./static-credentials-provider.js";
export {
  toCredentialsProviderFunc,
  type CredentialsGetter,
  type PlainOssCredentials,
} from "./to-credentials-provider-func.js";
