import type { Credentials, RequestSigner } from "@credport/core";
import { CredentialsError } from "@credport/core";
import { signRequest } from "./sign-request.js";
import { SigningKeyCache } from "./signing-key.js";
import { basePath } from "../config/endpoint.js";
import { isMaxComputeError } from "../errors/maxcompute-error.js";
import { parseError } from "../errors/parse-error.js";

/** Options of {@link createRequestSigner}. */
export interface RequestSignerOptions {
  /** The endpoint whose base path is left out of the signature, e.g. `https://service.cn-hangzhou.maxcompute.aliyun.com/api`. */
  readonly endpoint: string;
  /** Signs with V4 for this region; absent: V2. */
  readonly region?: string | undefined;
  /** The word a private cloud puts in place of `aliyun` in V4 signatures. */
  readonly corporation?: string | undefined;
}

/** Headers of an earlier attempt, in lower case. */
const replaced: ReadonlySet<string> = new Set([
  "authorization",
  "authorization-sts-token",
  "date",
  "x-odps-bearer-token",
]);

/**
 * MaxCompute's signature for `createSignedFetch` of `@credport/adapter-fetch`. The signature does not cover the body, so use
 * https. `sign` throws `CredentialsError` (`CONFIG_INVALID`) for what cannot be signed.
 */
export function createRequestSigner(options: RequestSignerOptions): RequestSigner<Credentials> {
  const keys = new SigningKeyCache();
  basePath(options.endpoint);
  return {
    sign({ method, url, headers }, credential, at) {
      const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !replaced.has(name.toLowerCase())));
      try {
        const added = signRequest({ ...options, method, url: url.href, headers: kept, credential, at }, keys);
        return { url, headers: { ...kept, ...added } };
      } catch (error) {
        if (!isMaxComputeError(error)) throw error;
        throw new CredentialsError({
          code: "CONFIG_INVALID",
          message: `MaxCompute cannot sign this request: ${error.message}`,
          cause: error,
        });
      }
    },
    isRejected(status, headers, body) {
      return parseError({ status, headers, body }).refreshCredentials;
    },
  };
}
