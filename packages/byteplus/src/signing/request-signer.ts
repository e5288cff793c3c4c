import { CredentialsError, type RequestSigner } from "@credport/core";
import { parseErrorCode } from "../errors/parse-wire-error.js";
import { isDeadCredentialCode } from "./dead-credential.js";
import { signHeaders } from "./sign-headers.js";
import type { SigningScope } from "./scope.js";

/** A signer for `@credport/adapter-fetch`, bound to one region and service. */
export function createRequestSigner(scope: SigningScope): RequestSigner {
  return {
    sign(request, credentials, at) {
      if (request.body === "unsigned") {
        throw new CredentialsError({
          code: "CONFIG_INVALID",
          message: "The HMAC-SHA256 signature covers the body: pass a text or bytes instead of a stream.",
        });
      }
      const { method, url, headers, body } = request;
      const signed = signHeaders({ method, url, headers, body, credentials, date: at, ...scope });
      return { url: signed.url, headers: signed.headers };
    },
    isRejected(status, _headers, body) {
      return status >= 400 && status < 500 && isDeadCredentialCode(parseErrorCode(body));
    },
  };
}
