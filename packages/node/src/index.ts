export { createNodeHost, type NodeHost, type NodeHostOptions } from "./create-node-host.js";
export { createProvider, type NodeProviderOptions } from "./create-provider.js";
export { HmacBuffer, type HmacDigest } from "./crypto/hmac-buffer.js";
export { hmacSigner, type TextSigner } from "./crypto/hmac-signer.js";
export { parseIni, type IniFile } from "./files/parse-ini.js";
export type { TlsOptions } from "./http/dispatcher-options.js";
export { splitCommand } from "./process/split-command.js";
export { writeStandardError } from "./standard-error.js";
