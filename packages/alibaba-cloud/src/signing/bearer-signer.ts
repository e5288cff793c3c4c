import type { BearerCredentials, RequestSigner } from "@credport/core";
import { nonceFrom } from "./nonce.js";
import { headersWithout } from "./signable-parts.js";
import { signingHost, type SigningHost } from "./signing-host.js";
import { utcTimestamp } from "./utc-timestamp.js";

/** Options of {@link bearerSigner}. */
export interface BearerSignerOptions {
  readonly action: string;
  readonly version: string;
  /** `rpc` says in the query that a bearer token is used, `roa` in a header. */
  readonly style: "rpc" | "roa";
  readonly host?: SigningHost | undefined;
}

/** What an earlier attempt, perhaps with a key, may have left in the headers. */
const replaced: ReadonlySet<string> = new Set([
  "authorization",
  "x-acs-accesskey-id",
  "x-acs-bearer-token",
  "x-acs-date",
  "x-acs-security-token",
  "x-acs-signature-nonce",
]);

/** Puts a bearer token into requests instead of a signature ("alibaba-credentials" section 12.2). Few products take one. */
export function bearerSigner(options: BearerSignerOptions): RequestSigner<BearerCredentials> {
  const host = signingHost(options.host);
  return {
    sign(request, { bearerToken }, at) {
      const url = new URL(request.url);
      if (options.style === "rpc") url.searchParams.set("SignatureType", "BEARERTOKEN");
      return {
        url,
        headers: {
          accept: "application/json",
          "x-acs-action": options.action,
          "x-acs-version": options.version,
          ...(options.style === "roa" ? { "x-acs-signature-type": "BEARERTOKEN" } : {}),
          ...headersWithout(request.headers, replaced),
          "x-acs-date": utcTimestamp(at.getTime()),
          "x-acs-signature-nonce": nonceFrom(host),
          "x-acs-bearer-token": bearerToken,
        },
      };
    },
    isRejected: () => false,
  };
}
