import {
  createAccessKeyCredentials,
  CredentialsError,
  isCredentialsError,
  rebaseExpiration,
  unavailable,
  type AccessKeyCredentials,
  type CredentialsErrorCode,
  type CredentialsSource,
  type HttpResponse,
  type LoadContext,
} from "@credport/core";
import { parseTimestamp } from "@credport/node";
import { serviceAddress } from "../http/endpoint-url.js";
import { httpFailure } from "../http/http-failure.js";
import { parseJsonObject, textMember } from "../http/parse-json-object.js";
import { retriesOf, timeoutOf, withRetries, type RetryOptions } from "../http/retries.js";
import { userAgent } from "../http/user-agent.js";
import { requiredText } from "./failure.js";

/** Options of {@link containerEndpoint}. */
export interface ContainerEndpointOptions extends RetryOptions {
  /** Default: `BYTEPLUS_CONTAINER_CREDENTIALS_FULL_URI`. */
  readonly url?: string | undefined;
  /** The `Authorization` header. Default: `BYTEPLUS_CONTAINER_AUTHORIZATION_TOKEN`. */
  readonly authorizationToken?: string | undefined;
  /** Limit for connecting, and again for the answer, in ms. Default 5 000. */
  readonly timeout?: number | undefined;
  /** Plain http is for loopback, link-local, private and shared addresses; `true` allows it anywhere. */
  readonly allowInsecureHttp?: boolean | undefined;
}

const word = "CredentialsEndpointError";

/** Keys from a container's credentials endpoint. Unavailable without a URL. In no default chain: use it by name. */
export function containerEndpoint(options: ContainerEndpointOptions = {}): CredentialsSource {
  const retries = retriesOf(options);
  const timeout = timeoutOf(options.timeout, 5_000);
  if (options.url) serviceAddress(options.url, "https", "url");
  return Object.freeze({
    name: "endpoint",
    load: async (context: LoadContext) => {
      const { host, signal } = context;
      const url = options.url || host.env("BYTEPLUS_CONTAINER_CREDENTIALS_FULL_URI");
      if (url === undefined) {
        const cause = failure("NOT_CONFIGURED", "BYTEPLUS_CONTAINER_CREDENTIALS_FULL_URI is not set.");
        return unavailable(cause.message, { cause });
      }
      const { allowInsecureHttp } = options;
      const authorization = options.authorizationToken || host.env("BYTEPLUS_CONTAINER_AUTHORIZATION_TOKEN");
      const target = serviceAddress(url, "https", "BYTEPLUS_CONTAINER_CREDENTIALS_FULL_URI").url;
      return withRetries(context, retries, async () => {
        const response = await host
          .request({
            method: "GET",
            url: target,
            headers: {
              accept: "application/json",
              "user-agent": userAgent(host),
              ...(authorization === undefined ? {} : { authorization }),
            },
            connectTimeout: timeout,
            readTimeout: timeout,
            allowInsecureHttp,
            signal,
          })
          .catch((error: unknown) => {
            throw isCredentialsError(error) ? error.with({ vendorCode: word }) : error;
          });
        return readAnswer(context, response);
      });
    },
  });
}

function readAnswer(context: LoadContext, response: HttpResponse): AccessKeyCredentials {
  if (response.status !== 200) throw refusal(response);
  const body = parseJsonObject(response.text());
  if (body === undefined) throw failure("MALFORMED_RESPONSE", "The credentials endpoint answered with no JSON object.");
  const required = requiredText(body, (name) =>
    failure("INCOMPLETE_RESPONSE", `The credentials endpoint answered without ${name}.`),
  );
  const accessKeyId = required("AccessKeyID");
  const accessKeySecret = required("SecretAccessKey");
  const given = body["Expiration"] ?? "";
  const expiration = parseTimestamp(given);
  if (given !== "" && expiration === undefined) {
    throw failure("INVALID_EXPIRATION", "Expiration of the credentials endpoint is no RFC 3339 time.");
  }
  return createAccessKeyCredentials({
    accessKeyId,
    accessKeySecret,
    securityToken: textMember(body, "Token"),
    expiration: expiration === undefined ? undefined : rebaseExpiration(expiration, response, context),
    source: "endpoint",
  });
}

/** The wrapper's word, with the endpoint's own code on the cause. */
function refusal(response: HttpResponse): CredentialsError {
  const error = httpFailure(response, "The credentials endpoint");
  const code = textMember(parseJsonObject(response.text()), "code");
  return error.with({ vendorCode: word, cause: code === undefined ? undefined : error.with({ vendorCode: code }) });
}

function failure(code: CredentialsErrorCode, message: string): CredentialsError {
  return new CredentialsError({ code, vendorCode: word, message });
}
