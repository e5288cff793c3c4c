import {
  createAccessKeyCredentials,
  CredentialsError,
  rebaseExpiration,
  type AccessKeyCredentials,
  type HttpResponse,
  type LoadContext,
} from "@credport/core";
import { parseTimestamp } from "@credport/node";
import { asRecord, readWireError } from "../../errors/parse-wire-error.js";
import { httpFailure } from "../../http/http-failure.js";
import { parseJsonObject, textMember } from "../../http/parse-json-object.js";
import { requiredText } from "../failure.js";

/** What the request that was answered says about its answer. */
export interface RoleExchange {
  readonly action: string;
  /** The source's name, which the credentials carry. */
  readonly source: string;
  readonly durationSeconds: number;
  /** Just before the request, by the host's clock, in ms. */
  readonly startedAt: number;
}

/** The credentials of an STS answer. Any answer but a complete one throws. */
export function parseRoleAnswer(
  context: LoadContext,
  response: HttpResponse,
  exchange: RoleExchange,
): AccessKeyCredentials {
  const service = `STS ${exchange.action}`;
  const body = parseJsonObject(response.text());
  if (response.status !== 200 || readWireError(body) !== undefined) throw httpFailure(response, service);
  if (body === undefined) {
    throw new CredentialsError({
      code: "MALFORMED_RESPONSE",
      message: `${service} answered with something that is no JSON object.`,
    });
  }
  const result = asRecord(body["Result"]);
  const credentials = asRecord(result?.["Credentials"]);
  const required = requiredText(
    credentials,
    (name) =>
      new CredentialsError({
        code: "INCOMPLETE_RESPONSE",
        message: `${service} answered without Credentials.${name}.`,
      }),
  );
  const principal = textMember(result?.["AssumedRoleUser"], "Trn");
  return createAccessKeyCredentials({
    accessKeyId: required("AccessKeyId"),
    accessKeySecret: required("SecretAccessKey"),
    securityToken: required("SessionToken"),
    expiration: expirationOf(context, response, credentials, exchange),
    source: exchange.source,
    principal,
    accountId: principal === undefined ? undefined : /^trn:sts::(\d+):/.exec(principal)?.[1],
  });
}

const noticeableSkew = 60_000;

/**
 * The earlier of what the server says, on the local clock, and request start plus duration. Without a `Date` header the
 * answer's own `CurrentTime` tells the skew, from a minute on.
 */
function expirationOf(
  context: LoadContext,
  response: HttpResponse,
  credentials: unknown,
  { durationSeconds, startedAt }: RoleExchange,
): Date {
  const local = new Date(startedAt + durationSeconds * 1_000);
  const expiration = timeMember(credentials, "Expiration") ?? timeMember(credentials, "ExpiredTime");
  if (expiration === undefined) return local;
  const rebased =
    response.headers["date"] === undefined
      ? rebasedByCurrentTime(context, expiration, timeMember(credentials, "CurrentTime"))
      : rebaseExpiration(expiration, response, context);
  return rebased < local ? rebased : local;
}

function rebasedByCurrentTime(context: LoadContext, expiration: Date, serverTime: Date | undefined): Date {
  if (serverTime === undefined) return expiration;
  const skew = serverTime.getTime() - context.host.now();
  if (Math.abs(skew) <= noticeableSkew) return expiration;
  context.reportClockSkew?.(skew);
  return new Date(expiration.getTime() - skew);
}

function timeMember(value: unknown, name: string): Date | undefined {
  return parseTimestamp(asRecord(value)?.[name]);
}
