import type { Accounts } from "../accounts/accounts.js";
import type { Exchange } from "../http/exchange.js";
import { ServiceFailure } from "../http/service-failure.js";
import {
  odpsSignature,
  odpsStringToSign,
  parseOdpsApplication,
  parseOdpsAuthorization,
  type OdpsClaim,
} from "../signatures/odps.js";
import type { BearerTokens } from "./bearer-tokens.js";
import { credentialFailure, signatureNotMatch } from "./failures.js";

/** How far a request's date may be off, in ms, either way. */
const ALLOWED_SKEW = 900_000;

/** What verifying a request takes. */
export interface AuthenticateFields {
  readonly accounts: Accounts;
  readonly bearerTokens: BearerTokens;
  readonly region: string;
  /** The path without the endpoint's base path. */
  readonly rawPath: string;
}

/** Verifies an account's signature, of either version, or its bearer token, and that of an application over it. */
export function authenticate(exchange: Exchange, fields: AuthenticateFields): void {
  const bearerToken = exchange.header("x-odps-bearer-token");
  if (bearerToken !== undefined) {
    const state = fields.bearerTokens.check(bearerToken, exchange.now());
    if (state !== "good") throw credentialFailure(state === "expired" ? "expired" : "invalid-token");
    return;
  }
  const authorization = exchange.header("authorization");
  if (authorization === undefined) {
    throw new ServiceFailure(400, "MissingAuthorization", "ODPS-0410001: Missing parameters - Authorization");
  }
  const claim = parseOdpsAuthorization(authorization);
  if (claim === undefined) {
    throw new ServiceFailure(400, "InvalidAuthorization", "ODPS-0410011: Invalid parameters - Authorization");
  }
  exchange.accessKeyId = claim.accessKeyId;
  checkDate(exchange);
  const secret = secretOf(claim, exchange.header("authorization-sts-token"), exchange, fields.accounts);
  checkScope(claim, exchange, fields.region);
  const { method, rawQuery, headers } = exchange;
  const stringToSign = odpsStringToSign({ method, rawPath: fields.rawPath, rawQuery, headers });
  if (odpsSignature(secret, claim.scope, stringToSign) !== claim.signature) throw signatureNotMatch();
  checkApplication(exchange, fields.accounts, authorization);
}

function secretOf(
  { accessKeyId }: OdpsClaim,
  securityToken: string | undefined,
  exchange: Exchange,
  accounts: Accounts,
): string {
  const { rejection, secret } = accounts.lookup(accessKeyId, securityToken, exchange.now());
  if (rejection !== undefined) throw credentialFailure(rejection);
  return secret;
}

function checkDate(exchange: Exchange): void {
  const sent = Date.parse(exchange.header("date") ?? "");
  if (Number.isNaN(sent)) {
    throw new ServiceFailure(400, "InvalidDate", "ODPS-0410011: Invalid parameters - Date");
  }
  if (Math.abs(exchange.now() - sent) <= ALLOWED_SKEW) return;
  const [expired, now] = [sent, exchange.now()].map((time) => new Date(time).toISOString());
  const text = `the request time is too skewed: max_interval_date:${String(ALLOWED_SKEW)},expire_date:${String(expired)},now_date:${String(now)}`;
  throw new ServiceFailure(400, "RequestTimeTooSkewd", text);
}

function checkScope({ scope }: OdpsClaim, exchange: Exchange, region: string): void {
  if (scope === undefined) return;
  const day = new Date(Date.parse(exchange.header("date") ?? "")).toISOString().slice(0, 10).replaceAll("-", "");
  if (scope.day !== day || scope.region !== region) throw signatureNotMatch();
}

/** An application signs the whole `Authorization` value, with a key pair of its own. */
function checkApplication(exchange: Exchange, accounts: Accounts, authorization: string): void {
  const withToken = exchange.header("sts-authentication");
  const value = withToken ?? exchange.header("application-authentication");
  if (value === undefined) return;
  const claim = parseOdpsApplication(value);
  if (claim === undefined) {
    throw new ServiceFailure(400, "InvalidAuthorization", "ODPS-0410011: Invalid parameters - application");
  }
  const token = withToken === undefined ? undefined : exchange.header("sts-token");
  const secret = secretOf(claim, token, exchange, accounts);
  if (odpsSignature(secret, undefined, authorization) !== claim.signature) throw signatureNotMatch();
}
