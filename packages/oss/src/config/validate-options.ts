import { validateHeader } from "../client/validate.js";
import { InvalidParameterError, invalidField } from "../errors/invalid-parameter-error.js";
import type { OssClientOptions } from "./client-options.js";

const durations = [
  "connectTimeout",
  "readWriteTimeout",
  "idleConnectionTimeout",
  "keepAliveTimeout",
  "expectContinueTimeout",
] as const;
const limits = ["maxConnections", "uploadBandwidthLimit", "downloadBandwidthLimit"] as const;

/** Checks what a client is set up with. Throws `InvalidParameterError` naming the option at fault. */
export function validateOptions(options: OssClientOptions): void {
  if (options === null || typeof options !== "object")
    throw new InvalidParameterError("options", "null field, options.");
  if (typeof options.credentialsProvider?.getCredentials !== "function") {
    throw invalidField("CredentialsProvider", "Set the option `credentialsProvider`.");
  }
  for (const name of durations) {
    const value = options[name];
    if (value !== undefined && !(Number.isFinite(value) && value >= 0))
      throw invalidField(name, "It is a number of ms, 0 or more.");
  }
  for (const name of limits) {
    const value = options[name];
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      throw invalidField(name, "It is a positive integer.");
  }
  if (options.signatureVersion !== undefined && !["v1", "v4"].includes(options.signatureVersion)) {
    throw invalidField("SignatureVersion", "It is `v1` or `v4`.");
  }
  validateTexts(options);
  if (options.proxyHost !== undefined && !isProxy(options.proxyHost)) {
    throw invalidField("ProxyHost", "It is an http: or https: URL.");
  }
}

/** What headers and sockets cannot be made of. */
function validateTexts({ userAgent, additionalHeaders, bindAddress }: OssClientOptions): void {
  if (userAgent !== undefined) validateHeader("user-agent", userAgent);
  if (additionalHeaders !== undefined && !Array.isArray(additionalHeaders)) {
    throw invalidField("AdditionalHeaders", "It is a list of names of headers.");
  }
  if (bindAddress !== undefined && !isIpAddress(bindAddress)) throw invalidField("BindAddress", "It is an IP address.");
}

function isIpAddress(text: string): boolean {
  const isFour = /^\d+(?:\.\d+){3}$/.test(text) && URL.canParse(`http://${text}`);
  // The name of an interface may follow.
  return isFour || URL.canParse(`http://[${text.replace(/%.*$/, "")}]`);
}

function isProxy(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
