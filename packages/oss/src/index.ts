export { OssClient } from "./client/oss-client.js";
