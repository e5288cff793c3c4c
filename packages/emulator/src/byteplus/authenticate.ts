import type { Accounts } from "../accounts/accounts.js";
import type { Identity } from "../accounts/identities.js";
import { parseStamp } from "../clock/stamp.js";
import type { Exchange } from "../http/exchange.js";
import { percentDecode, type QueryItem } from "../http/query.js";
import { ServiceFailure } from "../http/service-failure.js";
import {
  parseVolcAuthorization,
  sha256Hex,
  VOLC_ALGORITHM,
  volcCanonicalRequest,
  volcClaim,
  volcSignature,
  type VolcClaim,
} from "../signatures/volc-hmac.js";
import { keyFailure } from "./gateway-failures.js";

/** How far a request's date may be off, in ms, either way. */
const ALLOWED_SKEW = 15 * 60_000;

/** A claim with everything its signature covers. */
interface SignedRequest {
  readonly claim: VolcClaim;
  readonly date: string;
  readonly securityToken: string | undefined;
  readonly canonicalRequest: string;
}

/**
 * Verifies a call's signature, by headers or by query, with its date, scope, body hash and key, and says who calls. Clients sign
 * different sets of headers; every `x-` header, so the date and a token, must be among them. Throws what the gateway answers with.
 */
export async function authenticate(exchange: Exchange, accounts: Accounts, service: string): Promise<Identity> {
  const signed = exchange.parameter("X-Signature") === undefined ? await byHeaders(exchange) : byQuery(exchange);
  const { claim, date, securityToken } = signed;
  exchange.accessKeyId = claim.accessKeyId;
  const at = parseStamp(date);
  if (at === undefined || Math.abs(at - exchange.now()) > ALLOWED_SKEW) {
    throw new ServiceFailure(400, "InvalidTimestamp", "The request's date is too far from the server's.");
  }
  if (claim.scope[0] !== date.slice(0, 8) || claim.scope[2] !== service) {
    throw new ServiceFailure(400, "InvalidCredential", "The credential's scope fits neither the date nor the service.");
  }
  const { rejection, secret, identity } = accounts.lookup(claim.accessKeyId, securityToken, exchange.now());
  if (rejection !== undefined) throw keyFailure(rejection);
  if (volcSignature(secret, date, claim.scope, signed.canonicalRequest) !== claim.signature) throw doesNotMatch();
  return identity;
}

async function byHeaders(exchange: Exchange): Promise<SignedRequest> {
  const authorization = exchange.header("authorization") ?? "";
  if (authorization === "") {
    throw new ServiceFailure(401, "MissingAuthenticationToken", "The request is not signed.");
  }
  const claim = parseVolcAuthorization(authorization);
  if (claim === undefined)
    throw new ServiceFailure(400, "InvalidAuthorization", "The Authorization header is malformed.");
  const date = exchange.header("x-date");
  const securityToken = exchange.header("x-security-token");
  const payloadHash = sha256Hex(await exchange.readBody());
  const claimedHash = exchange.header("x-content-sha256");
  const isCovered = (name: string): boolean => !name.startsWith("x-") || claim.signedHeaders.includes(name);
  if (date === undefined) throw new ServiceFailure(400, "MissingRequestInfo", "The X-Date header is missing.");
  if (!exchange.headerNames.every(isCovered)) throw doesNotMatch();
  if (claimedHash !== undefined && claimedHash !== payloadHash) throw doesNotMatch();
  return {
    claim,
    date,
    securityToken,
    canonicalRequest: volcCanonicalRequest({
      method: exchange.method,
      path: percentDecode(exchange.rawPath),
      items: exchange.query,
      headers: claim.signedHeaders.map((name) => [name, signedValue(exchange, name)]),
      payloadHash,
    }),
  };
}

function byQuery(exchange: Exchange): SignedRequest {
  const value = (name: string): string => exchange.parameter(name) ?? "";
  const claim = volcClaim(value("X-Credential"), value("X-SignedHeaders"), value("X-Signature"));
  if (claim === undefined || value("X-Algorithm") !== VOLC_ALGORITHM) {
    throw new ServiceFailure(400, "InvalidAuthorization", "The signed query is malformed.");
  }
  const names = new Set(value("X-SignedQueries").split(";"));
  const afterwards = new Set(["X-Signature", "X-Security-Token"]);
  const items: QueryItem[] = exchange.query.filter(([name]) => names.has(name));
  if (exchange.query.some(([name]) => !names.has(name) && !afterwards.has(name))) throw doesNotMatch();
  return {
    claim,
    date: value("X-Date"),
    securityToken: exchange.parameter("X-Security-Token"),
    canonicalRequest: volcCanonicalRequest({
      method: exchange.method,
      path: percentDecode(exchange.rawPath),
      items,
      headers: claim.signedHeaders.map((name) => [name, signedValue(exchange, name)]),
      payloadHash: sha256Hex(""),
    }),
  };
}

function signedValue(exchange: Exchange, name: string): string {
  const value = exchange.header(name) ?? "";
  return name === "host" ? value.replace(/:(?:80|443)$/, "") : value;
}

function doesNotMatch(): ServiceFailure {
  return new ServiceFailure(401, "SignatureDoesNotMatch", "The signature does not match.");
}
