import { randomBytes } from "node:crypto";
import type { Role } from "../accounts/identities.js";
import { jsonAnswer } from "../http/answer.js";
import { readBearerToken, readJsonFields } from "../http/json-body.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { sessionFields } from "../sessions/session-fields.js";

/** What a sign-in grants. */
export interface SsoSignIn {
  /** The role behind the access configuration. */
  readonly role: Role;
  readonly accountId: string;
  readonly accessConfigurationId: string;
  /** How long the access token lives, in seconds. */
  readonly lifetime: number;
}

/** What tests may do with CloudSSO. */
export interface SsoControls {
  /** Signs a person in: an access token, and when it expires in seconds since the epoch. */
  signIn(options: SsoSignIn): { readonly accessToken: string; readonly accessTokenExpire: number };
}

/** CloudSSO's credentials endpoint. */
export function createService(context: ServiceContext): EmulatorService<SsoControls> {
  const signIns = new Map<string, SsoSignIn & { readonly expiresAt: number }>();
  return {
    controls: {
      signIn(options) {
        const accessToken = randomBytes(24).toString("base64url");
        const expiresAt = Math.floor(context.clock.now() / 1000) + options.lifetime;
        signIns.set(accessToken, { ...options, expiresAt });
        return { accessToken, accessTokenExpire: expiresAt };
      },
    },
    describe: ({ rawPath }) => (rawPath === "/cloud-credentials" ? "CloudCredentials" : "Unknown"),
    async handle(exchange) {
      if (exchange.operation === "Unknown" || exchange.method !== "POST") {
        throw new ServiceFailure(404, "NotFound", "There is no such operation.");
      }
      const signIn = signIns.get(readBearerToken(exchange));
      if (signIn === undefined || signIn.expiresAt * 1000 <= exchange.now()) {
        throw new ServiceFailure(401, "InvalidAccessToken", "The access token is unknown or has expired.");
      }
      const fields = await readJsonFields(exchange);
      if (
        fields.get("AccountId") !== signIn.accountId ||
        fields.get("AccessConfigurationId") !== signIn.accessConfigurationId
      ) {
        throw new ServiceFailure(403, "NoPermission", "The access configuration is not granted in this account.");
      }
      const credentials = context.accounts.issueSession({ of: signIn.role, durationSeconds: 3600 });
      return jsonAnswer(200, { CloudCredential: sessionFields(credentials), RequestId: exchange.requestId });
    },
    renderFailure: ({ status, code, message }, { requestId }) =>
      jsonAnswer(status, { ErrorCode: code, ErrorMessage: message, RequestId: requestId }),
    reset: () => signIns.clear(),
  };
}
