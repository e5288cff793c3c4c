export type { AwsCredentials } from "./aws-credentials.js";
export {
  awsCredentials,
  retryOnRejectedCredentials,
  type AwsCredentialsFunction,
  type AwsCredentialsOptions,
  type AwsPlugin,
} from "./aws-sdk.js";
export { fromAwsProvider, type AwsProviderFunction, type FromAwsProviderOptions } from "./aws-source.js";
export { signWithAws4, type Aws4 } from "./aws4.js";
export { createAws4Fetch, type Aws4FetchOptions } from "./aws4fetch.js";
export { minioCredentials, type MinioModule } from "./minio.js";
export { openSearchCredentials, type OpenSearchCredentials } from "./opensearch.js";
export {
  ossS3Preset,
  tosS3Preset,
  type OssS3PresetOptions,
  type S3Preset,
  type TosS3PresetOptions,
} from "./s3-presets.js";
