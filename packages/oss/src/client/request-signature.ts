import type { OssCredentials } from "../credentials/credentials-provider.js";
import { presignV1 } from "../signing/presign-v1.js";
import { presignV4 } from "../signing/presign-v4.js";
import { signV1 } from "../signing/sign-v1.js";
import { signV4 } from "../signing/sign-v4.js";
import { SigningKeyCache } from "../signing/signing-key-cache.js";

/** What a client's signature covers in one request. */
export interface UnsignedRequest {
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly subResources: readonly string[] | undefined;
}

/** A client's way of signing, with its region, product and additional headers filled in. Times are ms since the epoch. */
export interface RequestSignature {
  readonly version: "v1" | "v4";
  readonly additionalHeaders: readonly string[];
  /** All headers to send. */
  sign(request: UnsignedRequest, credentials: OssCredentials, time: number): Record<string, string>;
  /** All query items of the URL. */
  presign(
    request: UnsignedRequest,
    credentials: OssCredentials,
    time: number,
    expiration: number,
  ): Record<string, string>;
}

/** Signature V4 with a cache of derived keys. */
export function requestSignatureV4(
  region: string,
  product: string,
  additionalHeaders: readonly string[],
): RequestSignature {
  const keys = new SigningKeyCache();
  const context = (request: UnsignedRequest, credentials: OssCredentials, time: number) => {
    const { bucket, key } = request;
    return { bucket, key, request, credentials, time, region, product, additionalHeaders };
  };
  return {
    version: "v4",
    additionalHeaders,
    sign: (request, credentials, time) => signV4(context(request, credentials, time), keys),
    presign: (request, credentials, time, expiration) =>
      presignV4(context(request, credentials, time), expiration, keys),
  };
}

/** The older signature V1, which knows no additional headers. */
export function requestSignatureV1(): RequestSignature {
  const context = (request: UnsignedRequest, credentials: OssCredentials, time: number) => {
    const { bucket, key, subResources } = request;
    return { bucket, key, request, credentials, time, subResources };
  };
  return {
    version: "v1",
    additionalHeaders: [],
    sign: (request, credentials, time) => signV1(context(request, credentials, time)),
    presign: (request, credentials, time, expiration) => presignV1(context(request, credentials, time), expiration),
  };
}
