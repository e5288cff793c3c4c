import { CredentialsError, type RequestSigner, type SignableRequest } from "@credport/core";
import { answeredCode } from "../http/answered-code.js";
import { isDeadCredential } from "./dead-credential.js";
import { encodeParameters } from "./encode-parameters.js";
import { nonceFrom } from "./nonce.js";
import { providerHeader } from "./provider-header.js";
import { signRpc } from "./rpc-signature.js";
import { headersWithout, signableParameters } from "./signable-parts.js";
import { signingHost, type SigningHost } from "./signing-host.js";
import { utcTimestamp } from "./utc-timestamp.js";

/** Options of {@link rpcSigner}. */
export interface RpcSignerOptions {
  /** Value of `Action` for requests that have none, e.g. `DescribeRegions`. */
  readonly action?: string | undefined;
  /** Value of `Version` for requests that have none, e.g. `2014-05-26`. */
  readonly version?: string | undefined;
  /** Where nonces come from. Default: the real host. */
  readonly host?: SigningHost | undefined;
}

/** What an earlier attempt may have left in the query. */
const replaced = ["Signature", "SecurityToken"];
const noHeaders: ReadonlySet<string> = new Set(["authorization"]);

/**
 * Signs requests with the RPC signature (HMAC-SHA1, version 1.0): parameters in the query, those of a form body signed too.
 * Any other body is sent unsigned, as the protocol has it; a form that is not known beforehand is `CONFIG_INVALID`.
 * Make one for each provider: whether a key that is gone was a session's is told by the request signed last.
 */
export function rpcSigner(options: RpcSignerOptions = {}): RequestSigner {
  const host = signingHost(options.host);
  // An answer does not say what it answers: that a key is gone means something else for a session than for a permanent key.
  let hadToken = false;
  return {
    sign(request, credentials, at) {
      const url = new URL(request.url);
      const { securityToken, identity } = credentials;
      const query: Record<string, string> = {
        Format: "JSON",
        ...(options.action === undefined ? {} : { Action: options.action }),
        ...(options.version === undefined ? {} : { Version: options.version }),
        ...Object.fromEntries(
          Object.entries(signableParameters(url.searchParams)).filter(([name]) => !replaced.includes(name)),
        ),
        Timestamp: utcTimestamp(at.getTime()),
        SignatureMethod: "HMAC-SHA1",
        SignatureVersion: "1.0",
        SignatureNonce: nonceFrom(host),
        AccessKeyId: credentials.accessKeyId,
        ...(securityToken === undefined ? {} : { SecurityToken: securityToken }),
      };
      const { signature } = signRpc({
        method: request.method.toUpperCase(),
        parameters: { ...query, ...formOf(request) },
        accessKeySecret: credentials.accessKeySecret,
      });
      url.search = encodeParameters({ ...query, Signature: signature });
      hadToken = securityToken !== undefined;
      const headers = headersWithout(request.headers, noHeaders);
      return { url, headers: { ...headers, "x-acs-credentials-provider": providerHeader(identity.source) } };
    },
    isRejected: (status, _headers, body) => status >= 400 && isDeadCredential(answeredCode(body), hadToken),
  };
}

function formOf({ headers, body }: SignableRequest): Record<string, string> {
  const contentType = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (body === undefined || !/^application\/x-www-form-urlencoded\b/i.test(contentType)) return {};
  if (body === "unsigned") {
    throw new CredentialsError({
      code: "CONFIG_INVALID",
      message: "body must be known: the RPC signature covers a form",
    });
  }
  return signableParameters(new URLSearchParams(new TextDecoder().decode(body)));
}
