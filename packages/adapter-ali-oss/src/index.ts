export { createAliOss, type AliOssOptions } from "./ali-oss.js";
export { createOssClient, type OssClientOptions } from "./oss-client.js";
