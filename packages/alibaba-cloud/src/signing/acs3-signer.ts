import { CredentialsError, type AccessKeyCredentials, type RequestSigner } from "@credport/core";
import { answeredCode } from "../http/answered-code.js";
import { sha256, signAcs3 } from "./acs3-signature.js";
import { isDeadCredential } from "./dead-credential.js";
import { nonceFrom } from "./nonce.js";
import { percentEncode } from "./percent-encode.js";
import { providerHeader } from "./provider-header.js";
import { headersWithout, signableParameters } from "./signable-parts.js";
import { signingHost, type SigningHost } from "./signing-host.js";
import { utcTimestamp } from "./utc-timestamp.js";

/** Options of {@link acs3Signer}. */
export interface Acs3SignerOptions {
  /** Value of `x-acs-action` for requests that have none, e.g. `DescribeRegions`. */
  readonly action?: string | undefined;
  /** Value of `x-acs-version` for requests that have none, e.g. `2014-05-26`. */
  readonly version?: string | undefined;
  /** Where nonces come from. Default: the real host. */
  readonly host?: SigningHost | undefined;
}

/** What an earlier attempt may have left in the headers. */
const replaced: ReadonlySet<string> = new Set([
  "authorization",
  "host",
  "x-acs-accesskey-id",
  "x-acs-content-sha256",
  "x-acs-credentials-provider",
  "x-acs-date",
  "x-acs-security-token",
  "x-acs-signature-nonce",
]);

/**
 * Signs requests with ACS3-HMAC-SHA256, the signature of today's OpenAPI. The body must be known: an `"unsigned"` one is
 * `CONFIG_INVALID`. `host` is signed as the URL has it and left for the client to send. Make one for each provider: whether
 * a key that is gone was a session's is told by the request signed last.
 */
export function acs3Signer(options: Acs3SignerOptions = {}): RequestSigner {
  const host = signingHost(options.host);
  // An answer does not say what it answers: that a key is gone means something else for a session than for a permanent key.
  let hadToken = false;
  return {
    sign(request, credentials, at) {
      if (request.body === "unsigned") {
        throw new CredentialsError({ code: "CONFIG_INVALID", message: "body must be known to be signed with ACS3" });
      }
      const url = new URL(request.url);
      url.pathname = canonicalPath(url.pathname);
      const bodyHash = sha256(request.body ?? "");
      const headers: Record<string, string> = {
        accept: "application/json",
        ...(options.action === undefined ? {} : { "x-acs-action": options.action }),
        ...(options.version === undefined ? {} : { "x-acs-version": options.version }),
        ...headersWithout(request.headers, replaced),
        ...identityHeaders(credentials),
        "x-acs-date": utcTimestamp(at.getTime()),
        "x-acs-signature-nonce": nonceFrom(host),
        "x-acs-content-sha256": bodyHash,
      };
      const { authorization, canonicalQuery } = signAcs3({
        method: request.method.toUpperCase(),
        path: url.pathname,
        query: signableParameters(url.searchParams),
        headers: { ...headers, host: url.host },
        bodyHash,
        accessKeyId: credentials.accessKeyId,
        accessKeySecret: credentials.accessKeySecret,
      });
      url.search = canonicalQuery;
      hadToken = credentials.securityToken !== undefined;
      return { url, headers: { ...headers, authorization } };
    },
    isRejected: (status, _headers, body) => status >= 400 && isDeadCredential(answeredCode(body), hadToken),
  };
}

function identityHeaders({ accessKeyId, securityToken, identity }: AccessKeyCredentials): Record<string, string> {
  return {
    "x-acs-credentials-provider": providerHeader(identity.source),
    ...(securityToken === undefined
      ? {}
      : { "x-acs-accesskey-id": accessKeyId, "x-acs-security-token": securityToken }),
  };
}

/** The path with each segment encoded as signatures ask, which is stricter than what a URL does by itself. */
function canonicalPath(path: string): string {
  return path
    .split("/")
    .map((segment) => percentEncode(decoded(segment)))
    .join("/");
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
