import type { Accounts } from "../../accounts/accounts.js";
import type { Identity, Rejection } from "../../accounts/identities.js";
import type { Exchange } from "../../http/exchange.js";
import type { ObjectResource } from "../../signatures/signable-request.js";
import type { Dialect } from "../dialect.js";
import { OssFailure } from "../oss-failure.js";
import type { SignatureClaim } from "./claim.js";
import type { ClaimFields } from "./oss-v4-claim.js";

/** How each language calls the key id in its errors. */
const KEY_ID_ELEMENTS = { oss: "OSSAccessKeyId", s3: "AWSAccessKeyId", tos: "AccessKeyId" } as const;

/** Who sent a request, as far as its signature says. */
export interface Caller {
  /** Absent for anonymous requests. */
  readonly identity?: Identity;
  /** The SHA-256 the body must have, in hex. */
  readonly contentSha256?: string | undefined;
}

/** What authenticating takes. */
export interface AuthenticateFields {
  readonly accounts: Accounts;
  readonly region: string;
  readonly resource: ObjectResource;
  readonly dialect: Dialect;
  readonly readClaim: ReadClaim;
}

/** Finds and checks the claim in a request; `undefined` for an anonymous one. */
export type ReadClaim = (exchange: Exchange, fields: ClaimFields) => SignatureClaim | undefined;

/** Verifies the signature of a request, in whichever scheme it is. A request without one is anonymous. */
export function authenticate(exchange: Exchange, fields: AuthenticateFields): Caller {
  const now = exchange.now();
  const claim = fields.readClaim(exchange, {
    request: exchange,
    resource: fields.resource,
    region: fields.region,
    now,
  });
  if (claim === undefined) return {};
  exchange.accessKeyId = claim.accessKeyId;
  const { rejection, secret, identity } = fields.accounts.lookup(claim.accessKeyId, claim.securityToken, now);
  if (rejection !== undefined) throw rejected(rejection, fields.dialect, claim.accessKeyId);
  if (claim.sign(secret) !== claim.signature) throw signatureDoesNotMatch(claim, fields.dialect);
  return { identity, contentSha256: claim.contentSha256 };
}

function rejected(rejection: Rejection, dialect: Dialect, accessKeyId: string): OssFailure {
  const { followsS3 } = dialect;
  const details = { [KEY_ID_ELEMENTS[dialect.name]]: accessKeyId };
  switch (rejection) {
    case "expired":
      return new OssFailure(followsS3 ? "ExpiredToken" : "SecurityTokenExpired");
    case "invalid-token":
      return new OssFailure(followsS3 ? "InvalidToken" : "InvalidSecurityToken");
    case "inactive-key":
      return new OssFailure("InvalidAccessKeyId", {
        message: "The OSS Access Key Id you provided is disabled.",
        details,
      });
    case "unexpected-token":
      return new OssFailure("InvalidAccessKeyId", { ec: "0002-00000002", details });
    case "unknown-key":
    case "missing-token":
      return new OssFailure("InvalidAccessKeyId", { details });
  }
}

function signatureDoesNotMatch(claim: SignatureClaim, { name }: Dialect): OssFailure {
  const { accessKeyId, signature, stringToSign, canonicalRequest } = claim;
  return new OssFailure("SignatureDoesNotMatch", {
    details: {
      [KEY_ID_ELEMENTS[name]]: accessKeyId,
      SignatureProvided: signature,
      StringToSign: stringToSign,
      ...(canonicalRequest === undefined ? {} : { CanonicalRequest: canonicalRequest }),
    },
  });
}
