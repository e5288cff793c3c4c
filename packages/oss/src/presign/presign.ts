import { CredentialsError, isCredentialsError } from "@credport/core";
import { abortable } from "@credport/node";
import type { ClientRuntime } from "../client/client-runtime.js";
import { validate } from "../client/validate.js";
import { wrapFailure } from "../client/wrap-failure.js";
import { mergeHeaders, mergeQuery } from "../client/prepare-call.js";
import { requestUrl } from "../config/request-url.js";
import { checkedCredentials } from "../credentials/checked-credentials.js";
import type { OssCredentials } from "../credentials/credentials-provider.js";
import { invalidField } from "../errors/invalid-parameter-error.js";
import type { HeaderList } from "../signing/header-list.js";
import { encodeQuery } from "../signing/percent-encoding.js";
import { defaultPresignValidity } from "../signing/presign-v4.js";
import { presignableOperation, type PresignInputs, type PresignOperationName } from "./presignable-operations.js";

/** Less would be no whole second. */
const minimumValidity = 1000;

/** What the service accepts at most for V4. */
const maximumValidity = 7 * 24 * 60 * 60 * 1000;

/** How long a presigned URL is to live. Times in ms. */
export interface PresignOptions {
  /** When the URL stops working; wins over `expires`. */
  readonly expiration?: Date | undefined;
  /** How long the URL works. Default 15 minutes, with V4 at most 7 days. */
  readonly expires?: number | undefined;
  /**
   * A session's URL dies with the session. By default the result says so in `expiration`; with this, presigning is refused with
   * `INSUFFICIENT_TTL` when the URL would live shorter.
   */
  readonly minTtl?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Further headers that whoever uses the URL sends. Those of the typed request win over them. */
  readonly headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Further query items. Those of the typed request win over them. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
}

/** A presigned request. */
export interface PresignResult {
  readonly method: string;
  readonly url: string;
  /** When it really stops working: as asked for, or earlier with the session it is signed by. Absent: never, it is unsigned. */
  readonly expiration?: Date;
  /** The headers that whoever uses the URL must send exactly so. */
  readonly signedHeaders: Readonly<Record<string, string>>;
}

/** Signs a request into a URL, without asking the service. */
export async function presign<Name extends PresignOperationName>(
  runtime: ClientRuntime,
  name: Name,
  input: PresignInputs[Name],
  options: PresignOptions = {},
): Promise<PresignResult> {
  const operation = presignableOperation(name, input);
  validate(operation);
  const validity = requestedValidity(runtime, options, runtime.host.now());
  const { bucket, key, method, subResources } = operation;
  const query = mergeQuery(operation.traits?.defaultQuery, options.query, operation.query);
  const { host, path } = requestUrl(runtime.endpoint, bucket, key);
  const base = `${runtime.endpoint.scheme}://${host}${path}`;
  const headers = mergeHeaders(options.headers, operation.headers);
  if (runtime.anonymous) return { method, url: withQuery(base, query), signedHeaders: {} };
  if (runtime.signsHost) headers.set("host", host);
  try {
    const credentials = await longLivedCredentials(runtime, validity, options);
    const request = { method, bucket, key, query, subResources };
    // Anew, since the provider took its time. What is reported is on the local clock; what is signed, and the session, on the service's.
    const now = runtime.host.now();
    const { offset } = runtime.clock;
    const sessionEnd = credentials.expiration?.getTime() ?? Infinity;
    const expiration = Math.min(now + requestedValidity(runtime, options, now), sessionEnd - offset);
    const signed = runtime.signature.presign(request, headers, credentials, now + offset, expiration + offset);
    const signedHeaders = signedHeadersOf(runtime, headers);
    return { method, url: withQuery(base, signed), expiration: new Date(expiration), signedHeaders };
  } catch (error) {
    throw wrapFailure(operation.operation, error, options.signal);
  }
}

function withQuery(url: string, query: Readonly<Record<string, string | undefined>>): string {
  const encoded = encodeQuery(query);
  return encoded === "" ? url : `${url}?${encoded}`;
}

function requestedValidity(runtime: ClientRuntime, { expiration, expires }: PresignOptions, now: number): number {
  const until = expiration instanceof Date ? expiration.getTime() : NaN;
  const validity = expiration === undefined ? (expires ?? defaultPresignValidity) : until - now;
  if (!(validity >= minimumValidity && validity < Infinity))
    throw invalidField("Expires", "The URL must live for a second at least.");
  if (runtime.signature.version === "v1") return validity;
  // By whole seconds, as the service counts: 7 days and a few ms are 7 days.
  if (Math.floor(validity / 1000) > maximumValidity / 1000) {
    throw invalidField("Expires", "expires should be not greater than 604800(seven days)");
  }
  return Math.min(validity, maximumValidity);
}

/** A credential that outlives the URL; failing that, within what the caller allows, the one there is. */
async function longLivedCredentials(
  runtime: ClientRuntime,
  validity: number,
  { minTtl = 0, signal }: PresignOptions,
): Promise<OssCredentials> {
  const { provider, clock } = runtime;
  const ask = async (ttl: number): Promise<OssCredentials> =>
    abortable(provider.getCredentials({ minTtl: ttl, signal }), signal);
  const answer = await ask(validity).catch((error: unknown) => {
    // None that lives so long, or none that can be got now: the one in hand can be good for long yet.
    if (isCredentialsError(error) && error.code !== "ABORTED") return ask(minTtl);
    throw error;
  });
  const credentials = checkedCredentials(answer);
  const left = (credentials.expiration?.getTime() ?? Infinity) - clock.now();
  const least = Math.max(minTtl, minimumValidity);
  if (left >= least) return credentials;
  const message = `the credential lives for another ${Math.floor(left / 1000)} s, and the URL must live for ${least / 1000} s`;
  throw new CredentialsError({ code: left > 0 ? "INSUFFICIENT_TTL" : "EXPIRED", message });
}

/** `x-oss-*`, `content-type` and `content-md5`, V4's additional headers, and V1's date. */
function signedHeadersOf(runtime: ClientRuntime, headers: HeaderList): Record<string, string> {
  const { version, additionalHeaders } = runtime.signature;
  const further = version === "v1" ? ["date"] : additionalHeaders.map((name) => name.toLowerCase());
  const names = new Set(["content-type", "content-md5", ...further]);
  return Object.fromEntries(
    [...headers].filter(([name]) => name.startsWith("x-oss-") || (names.has(name) && name !== "host")),
  );
}
