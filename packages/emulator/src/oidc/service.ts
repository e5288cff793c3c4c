import { exportJWK, generateKeyPair, SignJWT, type GenerateKeyPairResult } from "jose";
import { jsonAnswer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { TokenDirectory } from "./token-directory.js";

const KEY_ID = "emulator";
const ALGORITHM = "RS256";

/** What a token says. */
export interface OidcTokenOptions {
  /** Default `system:serviceaccount:default:app`. */
  readonly subject?: string | undefined;
  /** Default `sts.aliyuncs.com`. */
  readonly audience?: string | undefined;
  /** In seconds. Default 3600. */
  readonly lifetime?: number | undefined;
}

/** What tests may do with the issuer. */
export interface OidcControls {
  /** The issuer's identity provider in the account, already trusted. */
  readonly providerArn: string;
  /** What its tokens say in `iss`. */
  readonly issuer: string;
  /** Mints a token. */
  issueToken(options?: OidcTokenOptions): Promise<string>;
  /** Mints a token into a projected volume and returns the token file's path. Called again, it rotates the token. */
  projectToken(directory: string, options?: OidcTokenOptions): Promise<string>;
}

/** The OIDC issuer of a Kubernetes cluster, trusted by the account (RRSA: RAM roles for service accounts). */
export function createService(context: ServiceContext): EmulatorService<OidcControls> {
  const providerArn = `acs:ram::${context.accountId}:oidc-provider/emulator`;
  const issuer = "https://oidc.emulator.example";
  let keys: Promise<GenerateKeyPairResult> | undefined;
  // Making a key pair takes a while: only those who mint a token wait for it.
  const keyPair = (): Promise<GenerateKeyPairResult> => (keys ??= generateKeyPair(ALGORITHM));

  context.oidcProviders.add({
    arn: providerArn,
    issuer,
    audiences: ["sts.aliyuncs.com", "sts.byteplusapi.com", "sts.volcengineapi.com"],
    publicKey: async () => (await keyPair()).publicKey,
  });

  const issueToken = async (options: OidcTokenOptions = {}): Promise<string> => {
    const now = Math.floor(context.clock.now() / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: ALGORITHM, kid: KEY_ID })
      .setIssuer(issuer)
      .setSubject(options.subject ?? "system:serviceaccount:default:app")
      .setAudience(options.audience ?? "sts.aliyuncs.com")
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + (options.lifetime ?? 3600))
      .sign((await keyPair()).privateKey);
  };

  return {
    controls: {
      providerArn,
      issuer,
      issueToken,
      async projectToken(directory, options) {
        const volume = new TokenDirectory(directory);
        await volume.write(await issueToken(options));
        return volume.tokenFile;
      },
    },
    describe: ({ rawPath }) => documents[rawPath] ?? "Unknown",
    async handle(exchange) {
      switch (exchange.operation) {
        case "Configuration":
          return jsonAnswer(200, {
            issuer,
            jwks_uri: `${issuer}/keys`,
            id_token_signing_alg_values_supported: [ALGORITHM],
          });
        case "Keys":
          return jsonAnswer(200, {
            keys: [{ ...(await exportJWK((await keyPair()).publicKey)), kid: KEY_ID, use: "sig", alg: ALGORITHM }],
          });
        default:
          throw new ServiceFailure(404, "NotFound", "There is no such document.");
      }
    },
    renderFailure: ({ status, code, message }: ServiceFailure, _exchange: Exchange) =>
      jsonAnswer(status, { error: code, error_description: message }),
  };
}

const documents: Readonly<Record<string, string>> = {
  "/.well-known/openid-configuration": "Configuration",
  "/keys": "Keys",
};
