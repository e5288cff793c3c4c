import {
  createAccessKeyCredentials,
  type CredentialsError,
  isCredentialsError,
  rebaseExpiration,
  unavailable,
  type AccessKeyCredentials,
  type CredentialsSource,
  type HttpResponse,
  type LoadContext,
} from "@credport/core";
import { parseTimestamp } from "@credport/node";
import { serviceAddress } from "../http/endpoint-url.js";
import { httpFailure } from "../http/http-failure.js";
import { parseJsonObject } from "../http/parse-json-object.js";
import { retriesOf, timeoutOf, withRetries, type RetryOptions } from "../http/retries.js";
import { userAgent } from "../http/user-agent.js";
import { encodeComponent } from "../signing/encoding.js";
import { parseRoleNames } from "./parse-role-names.js";
import { failure, requiredText } from "./failure.js";

/** Options of {@link ecsRole}. The retries are per request. */
export interface EcsRoleOptions extends RetryOptions {
  /** Default: `BYTEPLUS_ECS_METADATA`, else the first role the metadata service names. */
  readonly roleName?: string | undefined;
  /** Limit for connecting, and again for the answer, of each request, in ms. Default 2 000. */
  readonly timeout?: number | undefined;
  /** The metadata service. Default `http://100.96.0.96`. */
  readonly endpoint?: string | undefined;
}

const rolesPath = "/volcstack/latest/iam/security_credentials";

/**
 * The role of this ECS instance, by the metadata service (version 2 only), never through a proxy. Unavailable where
 * `BYTEPLUS_ECS_METADATA_DISABLED` is `true` and off ECS: no connection, or 404, at the token request.
 */
export function ecsRole(options: EcsRoleOptions = {}): CredentialsSource {
  const retries = retriesOf(options);
  const timeout = timeoutOf(options.timeout, 2_000);
  const base = serviceAddress(options.endpoint || "http://100.96.0.96", "http").url;

  const ask = (
    context: LoadContext,
    step: MetadataStep,
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<HttpResponse> =>
    withRetries(context, retries, async () => {
      const { host, signal } = context;
      const request = {
        method,
        url: new URL(path, base),
        headers: { "user-agent": userAgent(host), ...headers },
        connectTimeout: timeout,
        readTimeout: timeout,
        proxy: "none",
        signal,
      };
      const response = await host.request(request).catch((error: unknown) => {
        throw isCredentialsError(error) ? error.with({ vendorCode: step.failed }) : error;
      });
      if (response.status !== 200) throw refusal(response, step);
      return response;
    });

  const load = async (context: LoadContext): Promise<AccessKeyCredentials> => {
    const token = await metadataToken(context, ask);
    const headers = { "x-volc-ecs-metadata-token": token };
    const role =
      options.roleName || context.host.env("BYTEPLUS_ECS_METADATA") || (await firstRole(context, ask, headers));
    const response = await ask(context, steps.credentials, "GET", `${rolesPath}/${encodeComponent(role)}`, headers);
    return parseInstanceCredentials(context, response);
  };

  return Object.freeze({
    name: "ecs_role",
    load: async (context: LoadContext) => {
      if (context.host.env("BYTEPLUS_ECS_METADATA_DISABLED")?.toLowerCase() === "true") {
        const message = "BYTEPLUS_ECS_METADATA_DISABLED is true.";
        return unavailable(message, { cause: failure("DISABLED", "EcsRoleDisabled", message) });
      }
      try {
        return await load(context);
      } catch (error) {
        if (!isOffEcs(error)) throw error;
        return unavailable(`No ECS metadata service here: ${error.message}`, { cause: error });
      }
    },
  });
}

/** One kind of metadata request: how errors name it, and the reference's word for its failure. */
interface MetadataStep {
  readonly name: string;
  readonly failed: string;
}

const steps = {
  token: { name: "The ECS metadata token request", failed: "EcsRoleTokenFailed" },
  roles: { name: "The ECS metadata role list", failed: "EcsRoleDetectFailed" },
  credentials: { name: "The ECS metadata credentials request", failed: "EcsRoleCredentialsFailed" },
} as const;

/** The reference's word for the step, by which 404 is told apart; a code of the server's own stands on the cause. */
function refusal(response: HttpResponse, step: MetadataStep): CredentialsError {
  const error = httpFailure(response, step.name);
  return error.with({ vendorCode: step.failed, cause: error.vendorCode === undefined ? undefined : error });
}

type Ask = (
  context: LoadContext,
  step: MetadataStep,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
) => Promise<HttpResponse>;

async function metadataToken(context: LoadContext, ask: Ask): Promise<string> {
  const headers = { "x-volc-ecs-metadata-token-ttl-seconds": "21600" };
  const token = (await ask(context, steps.token, "PUT", "/latest/api/token", headers)).text().trim();
  if (token !== "") return token;
  throw failure("INCOMPLETE_RESPONSE", "EcsRoleTokenEmpty", "The ECS metadata service gave an empty token.");
}

async function firstRole(context: LoadContext, ask: Ask, headers: Readonly<Record<string, string>>): Promise<string> {
  const response = await ask(context, steps.roles, "GET", `${rolesPath}?type=user&format=json`, headers);
  const [role] = parseRoleNames(response.text());
  if (role !== undefined) return role;
  throw failure("INCOMPLETE_RESPONSE", "EcsRoleNotFound", "The ECS metadata service names no role.");
}

function parseInstanceCredentials(context: LoadContext, response: HttpResponse): AccessKeyCredentials {
  const body = parseJsonObject(response.text());
  if (body === undefined) {
    throw failure("MALFORMED_RESPONSE", "EcsRoleCredentialsParse", "The ECS metadata credentials are no JSON object.");
  }
  const required = requiredText(body, (name) =>
    failure("INCOMPLETE_RESPONSE", "EcsRoleCredentialsEmpty", `The ECS metadata credentials lack ${name}.`),
  );
  const accessKeyId = required("AccessKeyId");
  const accessKeySecret = required("SecretAccessKey");
  const securityToken = required("SessionToken");
  const expiration = parseTimestamp(body["ExpiredTime"]);
  if (expiration === undefined) {
    throw failure(
      "INVALID_EXPIRATION",
      "EcsRoleExpirationParse",
      "ExpiredTime (Expiration) of the ECS role is no RFC 3339 time.",
    );
  }
  return createAccessKeyCredentials({
    accessKeyId,
    accessKeySecret,
    securityToken,
    expiration: rebaseExpiration(expiration, response, context),
    source: "ecs_role",
  });
}

/** What says, at the token request, that this is no ECS instance; any other answer is a failure of one. */
function isOffEcs(error: unknown): error is CredentialsError {
  if (!isCredentialsError(error) || error.vendorCode !== steps.token.failed) return false;
  if (error.code === "NETWORK") return !wasSent(error.cause);
  return error.code === "TIMEOUT" || error.httpStatus === 404;
}

/** Whether a connection stood when it broke: then there is a metadata service, and it failed. */
function wasSent(cause: unknown): boolean {
  return typeof cause === "object" && cause !== null && "requestSent" in cause && cause.requestSent === true;
}
