export { createAliOss, type AliOssClass, type AliOssOptions } from "./ali-oss.js";
export { createOssClient, type OssClientOptions } from "./oss-client.js";
