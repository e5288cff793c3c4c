export type { AccountRequest, AccountSignOptions, AccountType, MaxComputeAccount } from "./accounts/account.js";
export { AliyunAccount, type AliyunAccountOptions } from "./accounts/aliyun-account.js";
export { AppAccount, type AppAccountOptions } from "./accounts/app-account.js";
export { BearerAccount, type BearerAccountOptions } from "./accounts/bearer-account.js";
export { bearerExpiration } from "./accounts/bearer-expiration.js";
export type {
  CredentialReader,
  CustomCredentialProvider,
  ReadCredentialOptions,
  RejectedCredential,
} from "./accounts/credential-reader.js";
export type { AccountOptions, SigningAccount } from "./accounts/signing-account.js";
export { StsAccount, type StsAccountOptions } from "./accounts/sts-account.js";
export { buildUrl, type Query, type Resource, type UrlParts } from "./client/build-url.js";
export type { MaxComputeWarning, OdpsOptions } from "./client/odps-options.js";
export { Odps } from "./client/odps.js";
export type { CallOptions, ListOptions, SchemaCallOptions } from "./client/service-context.js";
export { version } from "./client/version.js";
export type { CompressionName } from "./compression/compression.js";
export {
  loadOdpsIni,
  optionsFromConfig,
  type ConfigExtras,
  type LoadOdpsIniOptions,
} from "./config/client-options-from.js";
export type { OdpsConfig } from "./config/config.js";
export {
  endpointsFor,
  regionFromEndpoint,
  type MaxComputeEndpoints,
  type MaxComputeNetwork,
} from "./config/endpoints-for.js";
export {
  accountFromEnvironment,
  environmentDefaults,
  type EnvironmentDefaults,
  type EnvironmentReader,
} from "./config/environment.js";
export { parseDsn } from "./config/parse-dsn.js";
export { parseOdpsIni } from "./config/parse-odps-ini.js";
export {
  MaxComputeClientError,
  type MaxComputeClientErrorCode,
  type MaxComputeClientErrorFields,
} from "./errors/client-error.js";
export { ConfigError, type ConfigErrorCode } from "./errors/config-error.js";
export { isMaxComputeError, MaxComputeError } from "./errors/maxcompute-error.js";
export { parseError, type ErrorResponse, type ParsedError, type ServiceErrorKind } from "./errors/parse-error.js";
export { MaxComputeServiceError } from "./errors/service-error.js";
export { MaxComputeTaskError, type TaskErrorFields } from "./errors/task-error.js";
export type { FunctionInfo, Functions } from "./functions/functions.js";
export {
  buildSqlInstanceXml,
  type Hints,
  type HintValue,
  type SqlInstance,
} from "./instances/build-sql-instance-xml.js";
export type { Instance, InstanceCallOptions, InstanceInfo, ResultOptions } from "./instances/instance.js";
export type { ExecSqlOptions, Instances } from "./instances/instances.js";
export { logviewUrl, type LogviewParts } from "./instances/logview-url.js";
export type { LogviewOptions } from "./instances/logview.js";
export {
  instanceIdFromLocation,
  parseInstanceStatus,
  parseTaskResults,
  parseTaskStatuses,
  taskOutcome,
  type InstanceStatus,
  type StageProgress,
  type TaskOutcome,
  type TaskResult,
  type TaskState,
  type TaskStatus,
} from "./instances/parse-instance.js";
export { parseSelectCsv, type SelectCsv } from "./instances/parse-select-csv.js";
export type { ResultColumn, ResultSet } from "./instances/result-set.js";
export type { WaitOptions, WaitProgress } from "./instances/wait.js";
export type { Project, ProjectState } from "./projects/parse-project.js";
export type { GetProjectOptions, Projects } from "./projects/projects.js";
export type { ResourceInfo, Resources } from "./resources/resources.js";
export type { SchemaInfo, Schemas } from "./schemas/schemas.js";
export { buildCanonicalString, type CanonicalRequest, type HeaderValues } from "./signing/canonical-string.js";
export { createRequestSigner, type RequestSignerOptions } from "./signing/create-request-signer.js";
export { signApp, type AppCredential } from "./signing/sign-app.js";
export { signRequest, type CredentialSnapshot, type SignRequestInput } from "./signing/sign-request.js";
export { SigningKeyCache, type SigningScope } from "./signing/signing-key.js";
export type { Partition } from "./tables/parse-partition.js";
export {
  parseTable,
  parseTableList,
  type Table,
  type TableColumn,
  type TablePage,
  type TableSummary,
  type TableType,
} from "./tables/parse-table.js";
export type { GetTableOptions, ListPartitionsOptions, Tables } from "./tables/tables.js";
export { frameArrow } from "./tunnel/arrow-framer.js";
export type { ArrowReader } from "./tunnel/arrow-reader.js";
export { unframeArrow } from "./tunnel/arrow-unframer.js";
export type { BatchSource, RowSource } from "./tunnel/block-body.js";
export { crc32c } from "./tunnel/crc32c.js";
export type { DownloadSession, ReadOptions } from "./tunnel/download-session.js";
export type {
  DownloadInfo,
  DownloadStatus,
  TunnelColumn,
  UploadedBlock,
  UploadInfo,
  UploadStatus,
} from "./tunnel/parse-session.js";
export type { PartitionSpec } from "./tunnel/partition-spec.js";
export { decodeTunnelRecords, RecordDecoder, type RecordDecoderOptions } from "./tunnel/record-decoder.js";
export {
  encodeTunnelRecords,
  RecordEncoder,
  type RecordEncoderOptions,
  type WritableColumn,
} from "./tunnel/record-encoder.js";
export type { RecordReader } from "./tunnel/record-reader.js";
export { tunnelEndpointFrom } from "./tunnel/tunnel-endpoint-from.js";
export type {
  DownloadInstanceOptions,
  DownloadTableOptions,
  Tunnel,
  TunnelOptions,
  UploadTableOptions,
} from "./tunnel/tunnel.js";
export type { UploadSession, WriteBlockOptions } from "./tunnel/upload-session.js";
export type { CellValue, ColumnType, NanoTime, Row, SimpleTypeName, StructField } from "./types/column-type.js";
export { parseColumnType } from "./types/parse-column-type.js";
