import type { Host } from "@credport/core";
import { createNodeHost } from "@credport/node";
import { createDispatcher } from "@credport/node/http";
import type { OssClientOptions } from "../config/client-options.js";
import { resolveCloudBoxId } from "../config/cloud-box.js";
import { resolveEndpoint } from "../config/endpoint.js";
import { Log, parseLogLevel } from "../config/log.js";
import { printToStandardError } from "../config/print-to-standard-error.js";
import { validateOptions } from "../config/validate-options.js";
import { isAnonymous } from "../credentials/anonymous-credentials-provider.js";
import { invalidField } from "../errors/invalid-parameter-error.js";
import { clientTransport } from "../transport/client-transport.js";
import { Throttle } from "../transport/throttle.js";
import { version } from "../version.js";
import type { ClientRuntime } from "./client-runtime.js";
import { CorrectedClock } from "./clock.js";
import type { Retryer } from "./retryer.js";
import { requestSignatureV1, requestSignatureV4, type RequestSignature } from "./request-signature.js";
import { standardRetryer } from "./standard-retryer.js";

/** Resolves a client's options. Opens no connection. Throws `InvalidParameterError` naming the option at fault. */
export function createRuntime(options: OssClientOptions): ClientRuntime {
  validateOptions(options);
  const host = options.host ?? createNodeHost();
  const endpoint = resolveEndpoint(options);
  const anonymous = isAnonymous(options.credentialsProvider);
  const signature = resolveSignature(options, endpoint.host, anonymous);
  return {
    endpoint,
    endpointOf: (other) => resolveEndpoint({ ...options, endpoint: other }),
    provider: options.credentialsProvider,
    anonymous,
    signature,
    clock: new CorrectedClock(host),
    host,
    transport: clientTransport(options, host, createDispatcher),
    retryer: resolveRetryer(options),
    readWriteTimeout: options.readWriteTimeout ?? 10_000,
    userAgent: userAgent(host, options.userAgent),
    log: new Log(
      options.logLevel ?? parseLogLevel(host.env("OSS_SDK_LOG_LEVEL")),
      options.logPrinter ?? printToStandardError,
    ),
    uploadThrottle: throttle(options, options.uploadBandwidthLimit, host),
    downloadThrottle: throttle(options, options.downloadBandwidthLimit, host),
    followRedirects: options.enabledRedirect === true,
    checkUploadCrc: options.disableUploadCrc64Check !== true,
    checkDownloadCrc: options.disableDownloadCrc64Check !== true,
    correctClockSkew: options.disableClockSkewCorrection !== true,
    detectContentType: options.disableContentTypeDetection !== true,
    signsHost: signature.additionalHeaders.some((name) => name.toLowerCase() === "host"),
  };
}

function resolveSignature(options: OssClientOptions, host: string, anonymous: boolean): RequestSignature {
  if (options.signatureVersion === "v1") return requestSignatureV1();
  const cloudBoxId = resolveCloudBoxId(options, host);
  const region = cloudBoxId ?? options.region ?? "";
  if (region === "" && !anonymous) throw invalidField("Region", "Signature V4 needs the option `region`.");
  return requestSignatureV4(region, cloudBoxId === undefined ? "oss" : "oss-cloudbox", options.additionalHeaders ?? []);
}

/** The number of attempts is the client's where it names one, else the retryer's. */
function resolveRetryer({ retryer, retryMaxAttempts = 0 }: OssClientOptions): Retryer {
  if (retryer === undefined) return standardRetryer({ maxAttempts: retryMaxAttempts });
  if (!(retryMaxAttempts > 0)) return retryer;
  return {
    maxAttempts: retryMaxAttempts,
    isRetryable: (error) => retryer.isRetryable(error),
    delay: (attempt, error, random) => retryer.delay(attempt, error, random),
  };
}

/** Whoever brings a dispatcher brings what it allows, too. */
function throttle({ dispatcher }: OssClientOptions, limit: number | undefined, host: Host): Throttle | undefined {
  return limit === undefined || dispatcher !== undefined ? undefined : new Throttle(limit, host);
}

function userAgent(host: Host, suffix: string | undefined): string {
  const agent = `credport-oss/${version} (${host.platform}/-/${host.arch};${host.runtime})`;
  return suffix ? `${agent}/${suffix}` : agent;
}
