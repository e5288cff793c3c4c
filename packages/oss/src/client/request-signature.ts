import type { OssCredentials } from "../credentials/credentials-provider.js";
import type { CanonicalTarget } from "../signing/canonical-request-v4.js";
import { HeaderList } from "../signing/header-list.js";
import { presignV1 } from "../signing/presign-v1.js";
import { presignV4 } from "../signing/presign-v4.js";
import { addSignatureV1 } from "../signing/sign-v1.js";
import { addSignatureV4 } from "../signing/sign-v4.js";
import { SigningCache } from "../signing/signing-cache.js";
import type { SigningContext } from "../signing/signing-context.js";

/** What a client's signature covers in one request. */
export interface UnsignedRequest {
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly subResources: readonly string[] | undefined;
}

/** A request that is signed once per attempt, encoded once for all of them. */
export interface EncodedRequest extends UnsignedRequest {
  readonly canonical: CanonicalTarget;
}

/** A client's way of signing, with its region, product and additional headers filled in. Times are ms since the epoch. */
export interface RequestSignature {
  readonly version: "v1" | "v4";
  readonly additionalHeaders: readonly string[];
  /** Adds to normalized headers what the signature is and needs. */
  sign(request: EncodedRequest, headers: HeaderList, credentials: OssCredentials, time: number): void;
  /** All query items of the URL. */
  presign(
    request: UnsignedRequest,
    headers: HeaderList,
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
  const cache = new SigningCache();
  const scope = { region, product, additionalHeaders };
  return {
    version: "v4",
    additionalHeaders,
    sign(request, headers, credentials, time) {
      addSignatureV4(request.canonical, headers, { credentials, time, region, product, additionalHeaders }, cache);
    },
    presign(request, headers, credentials, time, expiration) {
      return presignV4({ ...signingContext(request, headers, credentials, time), ...scope }, expiration, cache);
    },
  };
}

/** The older signature V1, which knows no additional headers. */
export function requestSignatureV1(): RequestSignature {
  return {
    version: "v1",
    additionalHeaders: [],
    sign(request, headers, credentials, time) {
      const { subResources } = request;
      addSignatureV1({ ...signingContext(request, noHeaders, credentials, time), subResources }, headers);
    },
    presign(request, headers, credentials, time, expiration) {
      const { subResources } = request;
      return presignV1({ ...signingContext(request, headers, credentials, time), subResources }, expiration);
    },
  };
}

/** Those to sign are handed over on their own. */
const noHeaders = new HeaderList();

function signingContext(
  { method, bucket, key, query }: UnsignedRequest,
  headers: HeaderList,
  credentials: OssCredentials,
  time: number,
): SigningContext {
  return { credentials, request: { method, headers: headers.toObject(), query }, bucket, key, time };
}
