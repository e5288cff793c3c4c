export { BytePlusClient } from "./client/byteplus-client.js";
export type { CallContentType, CallInfo, CallOptions, CallRequest, CallResult, HttpMethod } from "./client/call.js";
export type { Parameters, ParameterValue } from "./client/flatten.js";
export type { CallOutcome, Interceptor, RequestDraft, SignedRequest, WireAnswer } from "./client/hooks.js";
export type { PresignRequest } from "./client/presign-request.js";
export type {
  BytePlusOptions,
  CallRetryOptions,
  ConnectionOptions,
  CredentialsOption,
  DynamicIdentity,
  EndpointOptions,
  HookOptions,
  LoggingOptions,
} from "./config/options.js";
export { fromBytePlusCredentials, toBytePlusCredentials, type BytePlusCredentials } from "./convert.js";
export { createDefaultResolver, type DefaultResolverOptions } from "./endpoints/default-resolver.js";
export type { EndpointRequest, EndpointResolver, IpVersion } from "./endpoints/endpoint-resolver.js";
export { createStandardResolver, type StandardResolverOptions } from "./endpoints/standard-resolver.js";
export { BytePlusAbortError } from "./errors/byteplus-abort-error.js";
export { BytePlusAuthError } from "./errors/byteplus-auth-error.js";
export { BytePlusConfigError } from "./errors/byteplus-config-error.js";
export { BytePlusCredentialsError } from "./errors/byteplus-credentials-error.js";
export { BytePlusError, type BytePlusErrorFields, type BytePlusErrorKind } from "./errors/byteplus-error.js";
export {
  BytePlusNetworkError,
  type BytePlusNetworkErrorFields,
  type NetworkPhase,
} from "./errors/byteplus-network-error.js";
export { BytePlusParamError } from "./errors/byteplus-param-error.js";
export { BytePlusSerializationError } from "./errors/byteplus-serialization-error.js";
export { BytePlusServiceError, type BytePlusServiceErrorFields } from "./errors/byteplus-service-error.js";
export { BytePlusThrottlingError } from "./errors/byteplus-throttling-error.js";
export type { ResponseMetadata } from "./errors/parse-wire-error.js";
export { LogLevel } from "./logging/log-level.js";
export type { LogTarget } from "./logging/log-target.js";
export { byteplusPreset } from "./presets/byteplus-preset.js";
export type { EnvironmentFamily, ServiceTable, VendorPreset } from "./presets/preset.js";
export { volcengineOpenApiFamily, volcenginePreset } from "./presets/volcengine-preset.js";
export { byteplusEcsRefreshPolicy, byteplusRefreshPolicy } from "./refresh-policy.js";
export { retryDelay, type RetryDelayInput } from "./retry/retry-delay.js";
export { createRetryer, type FailedAttempt, type Retryer } from "./retry/retryer.js";
export {
  Ecs,
  type CreateKeyPairInput,
  type CreateKeyPairResult,
  type DescribeAvailableResourceInput,
  type DescribeAvailableResourceResult,
  type DescribeRegionsInput,
  type DescribeRegionsResult,
} from "./services/ecs.js";
export { Iam, type ListUsersInput, type ListUsersResult, type UserMetadata } from "./services/iam.js";
export type { Caller, TypedResult } from "./services/service-call.js";
export { Sts, type GetCallerIdentityResult } from "./services/sts.js";
export { BytePlusSession } from "./session/byteplus-session.js";
export { createRequestSigner } from "./signing/request-signer.js";
export { signHeaders, type HeaderSigningInput, type SignedHeaders } from "./signing/sign-headers.js";
export { signQuery, type QuerySigningInput, type SignedQuery } from "./signing/sign-query.js";
export type { SigningScope } from "./signing/scope.js";
export type { SigningCredentials } from "./signing/signature.js";
export { deriveSigningKey } from "./signing/signing-key.js";
export { assumeRole, type AssumeRoleOptions, type RegionalSource } from "./sources/assume-role.js";
export { assumeRoleWithOidc, type AssumeRoleWithOidcOptions } from "./sources/assume-role-with-oidc.js";
export { assumeRoleWithSaml, type AssumeRoleWithSamlOptions } from "./sources/assume-role-with-saml.js";
export type { CliConfigOptions } from "./sources/cli/cli-profile.js";
export { cliConfig } from "./sources/cli-config.js";
export { containerEndpoint, type ContainerEndpointOptions } from "./sources/container-endpoint.js";
export { credentialProcess, type CredentialProcessOptions } from "./sources/credential-process.js";
export {
  defaultChain,
  sessionSource,
  type DefaultChainOptions,
  type SessionSourceOptions,
} from "./sources/default-chain.js";
export { ecsRole, type EcsRoleOptions } from "./sources/ecs-role.js";
export { env, type EnvOptions } from "./sources/env.js";
export { profile } from "./sources/profile.js";
export type { SharedFileOptions } from "./sources/shared-config.js";
export { sharedFile } from "./sources/shared-file.js";
export { staticKeys, type StaticKeysOptions } from "./sources/static-keys.js";
export type { RoleOptions } from "./sources/sts/role-options.js";
export type { SigningIdentity } from "./sources/sts/signing-source.js";
export { volcengineKeyFile, type VolcengineKeyFileOptions } from "./sources/volcengine-key-file.js";
