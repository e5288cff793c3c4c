import { CredentialsError, type RequestSigner, type SignableRequest } from "@credport/core";
import { toWireText } from "../transport/header-text.js";
import { isRejectedCode } from "../client/rejected-credential.js";
import { SerializationError } from "../errors/serialization-error.js";
import { signedResource } from "./canonical-request-v4.js";
import type { HeaderList } from "./header-list.js";
import { encodePath, encodeQueryItems } from "./percent-encoding.js";
import { addSignatureV4 } from "./sign-v4.js";
import { SigningCache } from "./signing-cache.js";
import { normalizeHeaders } from "./signing-context.js";

/** Options of {@link ossRequestSigner}. */
export interface OssRequestSignerOptions {
  /** The region id, e.g. `cn-hangzhou`. */
  readonly region: string;
  /** `oss` (the default) or `oss-cloudbox`. */
  readonly product?: string | undefined;
  /** The bucket, where the host does not begin with it: a domain bound to a bucket. */
  readonly bucket?: string | undefined;
  /** The bucket is the first part of the path. Default: only for IP addresses. */
  readonly usePathStyle?: boolean | undefined;
  /** Names of further headers to sign. */
  readonly additionalHeaders?: readonly string[] | undefined;
}

const ipAddress = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/;

/**
 * Signature V4 for any HTTP client, such as `@credport/adapter-fetch`. A `URL` has folded the dot segments of its path already, so
 * keys with such segments need the client of this package. Headers beyond ASCII come back as HTTP clients send UTF-8: each byte a
 * character. Throws `CONFIG_INVALID` for an empty region; signing throws `SerializationError` for a path that is not percent-encoded.
 */
export function ossRequestSigner(options: OssRequestSignerOptions): RequestSigner {
  if (!options.region)
    throw new CredentialsError({ code: "CONFIG_INVALID", message: "ossRequestSigner: `region` is empty." });
  const cache = new SigningCache();
  return {
    sign(request, credentials, at) {
      const url = new URL(request.url);
      const { bucket, key } = resourceOf(url, options);
      const query = encodeQueryItems(url.searchParams);
      const target = { method: request.method.toUpperCase(), path: encodePath(signedResource(bucket, key)), query };
      const headers = headersToSign(request, url);
      const { region, product, additionalHeaders } = options;
      addSignatureV4(target, headers, { credentials, time: at.getTime(), region, product, additionalHeaders }, cache);
      const signed = Object.fromEntries([...headers].map(([name, value]) => [name, toWireText(value)]));
      // The transport writes the host itself.
      if (request.headers["host"] === undefined) delete signed["host"];
      // What is sent must be encoded as it was signed: a plus, for one, is a blank to the service.
      url.search = query;
      return { url, headers: signed };
    },
    isRejected(status, headers, body) {
      if (status !== 403) return false;
      const document = body === "" ? Buffer.from(headers["x-oss-err"] ?? "", "base64").toString() : body;
      return isRejectedCode(/<Code>([A-Za-z]+)<\/Code>/.exec(document)?.[1] ?? "");
    },
  };
}

function headersToSign({ headers }: SignableRequest, url: URL): HeaderList {
  // The token of an earlier attempt does not belong to a permanent key; the other headers of a signature are written anew.
  const kept = Object.entries(headers).filter(([name]) => name.toLowerCase() !== "x-oss-security-token");
  const texts = kept.map(([name, value]) => [name, headerText(value)] as const);
  return normalizeHeaders({ ...Object.fromEntries(texts), host: url.host });
}

/** A header as the text that is signed. `fetch` and others have each byte as a character; those of UTF-8 are read as such. */
function headerText(value: string): string {
  if (!/[^\x00-\x7f]/.test(value) || /[^\x00-\xff]/.test(value)) return value;
  const bytes = Buffer.from(value, "latin1");
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? text : value;
}

function resourceOf(url: URL, options: OssRequestSignerOptions): { bucket: string | undefined; key: string } {
  const path = decodePath(url.pathname.slice(1));
  if (options.bucket !== undefined) return { bucket: options.bucket, key: path };
  if (options.usePathStyle !== true && !ipAddress.test(url.hostname))
    return { bucket: bucketOf(url.hostname), key: path };
  const [, bucket, key = ""] = /^([^/]*)\/?([^]*)$/.exec(path) ?? [];
  return { bucket: bucket === "" ? undefined : bucket, key };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch (error) {
    throw new SerializationError(error);
  }
}

/** `bucket.oss-region.aliyuncs.com`; the service's own host has no bucket. */
function bucketOf(hostname: string): string | undefined {
  return /^([a-z0-9-]+)\.(?:s3\.)?(?:oss-|[a-z0-9-]+\.oss\.|cb-)/.exec(hostname)?.[1];
}
