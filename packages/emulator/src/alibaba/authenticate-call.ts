import { createHash } from "node:crypto";
import type { Identity } from "../accounts/identities.js";
import type { Accounts } from "../accounts/accounts.js";
import type { Exchange } from "../http/exchange.js";
import type { QueryItem } from "../http/query.js";
import { ServiceFailure } from "../http/service-failure.js";
import {
  ACS3_ALGORITHM,
  acs3CanonicalRequest,
  acs3Signature,
  acs3StringToSign,
  parseAcs3Authorization,
} from "../signatures/acs3.js";
import { rpcSignature, rpcStringToSign } from "../signatures/rpc-v1.js";
import { credentialFailure, missingParameter, signatureDoesNotMatch } from "./api-failures.js";
import type { NonceRegister } from "./nonce-register.js";

/** How far a request's time may be off, in ms, either way. */
const ALLOWED_SKEW = 15 * 60_000;

/** What verifying a call takes. */
export interface AuthenticateFields {
  readonly accounts: Accounts;
  readonly nonces: NonceRegister;
  /** Query and form items, decoded. */
  readonly items: readonly QueryItem[];
}

/** A key's claim to have signed a request. */
interface Claim {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  readonly timestamp: string;
  readonly nonce: string;
  readonly stringToSign: string;
  isSignedWith(secret: string): boolean;
}

/** True for a call signed with ACS3; the others are RPC calls that carry everything in their parameters. */
export function isAcs3(exchange: Exchange): boolean {
  return exchange.header("authorization")?.startsWith(ACS3_ALGORITHM) ?? false;
}

/**
 * Verifies the signature of an OpenAPI call, RPC 1.0 or ACS3, with its time, its nonce and its key, and says who calls.
 * Throws the {@link ServiceFailure} the gateway answers with.
 */
export async function authenticateCall(exchange: Exchange, fields: AuthenticateFields): Promise<Identity> {
  const claim = isAcs3(exchange) ? await acs3Claim(exchange) : rpcClaim(exchange.method, fields.items);
  exchange.accessKeyId = claim.accessKeyId;
  const now = exchange.now();
  checkTimestamp(claim.timestamp, now);
  const { rejection, secret, identity } = fields.accounts.lookup(claim.accessKeyId, claim.securityToken, now);
  if (rejection !== undefined) throw credentialFailure(rejection);
  if (!claim.isSignedWith(secret)) throw signatureDoesNotMatch(claim.stringToSign);
  if (!fields.nonces.use(`${claim.accessKeyId} ${claim.nonce}`, now)) {
    throw new ServiceFailure(400, "SignatureNonceUsed", "Specified signature nonce was used already.");
  }
  return identity;
}

function rpcClaim(method: string, items: readonly QueryItem[]): Claim {
  const parameters = new Map(items);
  const required = (name: string): string => {
    const value = parameters.get(name);
    if (value === undefined || value === "") throw missingParameter(name);
    return value;
  };
  const signature = required("Signature");
  if (required("SignatureMethod") !== "HMAC-SHA1" || required("SignatureVersion") !== "1.0") {
    throw new ServiceFailure(400, "InvalidSignatureMethod", "Only HMAC-SHA1 signatures of version 1.0 are supported.");
  }
  const stringToSign = rpcStringToSign(method, items);
  return {
    accessKeyId: required("AccessKeyId"),
    securityToken: parameters.get("SecurityToken"),
    timestamp: required("Timestamp"),
    nonce: required("SignatureNonce"),
    stringToSign,
    isSignedWith: (secret) => signature === rpcSignature(secret, stringToSign),
  };
}

async function acs3Claim(exchange: Exchange): Promise<Claim> {
  const authorization = parseAcs3Authorization(exchange.header("authorization") ?? "");
  if (authorization === undefined) {
    throw new ServiceFailure(
      400,
      "IncompleteSignature",
      "The Authorization header has not the form of ACS3-HMAC-SHA256.",
    );
  }
  const required = (name: string): string => {
    const value = exchange.header(name);
    if (value === undefined || value === "") throw missingParameter(name);
    return value;
  };
  const { accessKeyId, signedHeaders, signature } = authorization;
  for (const name of exchange.headerNames) {
    if ((name === "host" || name === "content-type" || name.startsWith("x-acs-")) && !signedHeaders.includes(name)) {
      throw new ServiceFailure(400, "IncompleteSignature", `The header ${name} is not among the signed headers.`);
    }
  }
  const bodyHash = createHash("sha256")
    .update(await exchange.readBody())
    .digest("hex");
  if (required("x-acs-content-sha256") !== bodyHash) {
    throw new ServiceFailure(
      400,
      "InvalidContentSha256",
      "The x-acs-content-sha256 header is not the hash of the body.",
    );
  }
  const canonicalRequest = acs3CanonicalRequest({
    method: exchange.method,
    rawPath: exchange.rawPath,
    query: exchange.query,
    header: (name) => exchange.header(name),
    signedHeaders,
  });
  const stringToSign = acs3StringToSign(canonicalRequest);
  return {
    accessKeyId,
    securityToken: exchange.header("x-acs-security-token"),
    timestamp: required("x-acs-date"),
    nonce: required("x-acs-signature-nonce"),
    stringToSign,
    isSignedWith: (secret) => signature === acs3Signature(secret, stringToSign),
  };
}

function checkTimestamp(timestamp: string, now: number): void {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(timestamp) ? Date.parse(timestamp) : Number.NaN;
  if (Number.isNaN(time)) {
    throw new ServiceFailure(
      400,
      "InvalidTimeStamp.Format",
      "Specified time stamp or date value is not well formatted.",
    );
  }
  if (Math.abs(now - time) > ALLOWED_SKEW) {
    throw new ServiceFailure(400, "InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");
  }
}
