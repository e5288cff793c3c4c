import { decodeJwt, jwtVerify, type CryptoKey } from "jose";

/** An OIDC identity provider that the account trusts. */
export interface OidcProvider {
  /** Its ARN in the account, e.g. `acs:ram::1234567890123456:oidc-provider/cluster`. */
  readonly arn: string;
  /** What its tokens must say in `iss`. */
  readonly issuer: string;
  /** Who its tokens may be for: one of them must stand in `aud`. */
  readonly audiences: readonly string[];
  /** The key its tokens are signed with. */
  readonly publicKey: () => Promise<CryptoKey>;
}

/** What a good token says. */
export interface OidcClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** Why a token is not accepted. */
export type OidcRejection = "unknown-provider" | "expired" | "invalid";

/** The OIDC identity providers of the account, and the one place that decides whether a token is good. */
export class OidcProviders {
  readonly #providers = new Map<string, OidcProvider>();

  /** Trusts a provider; one of the same ARN is replaced. */
  add(provider: OidcProvider): void {
    this.#providers.set(provider.arn, provider);
  }

  /** The provider a token names by its issuer, unverified; for services that are not told which one it is. */
  arnOf(token: string): string | undefined {
    try {
      const { iss } = decodeJwt(token);
      return [...this.#providers.values()].find(({ issuer }) => issuer === iss)?.arn;
    } catch {
      return undefined;
    }
  }

  /** Verifies a token of a provider at this time (ms): its signature, issuer, audience and times. */
  async verify(arn: string, token: string, now: number): Promise<OidcClaims | OidcRejection> {
    const provider = this.#providers.get(arn);
    if (provider === undefined) return "unknown-provider";
    try {
      const { payload } = await jwtVerify(token, await provider.publicKey(), {
        issuer: provider.issuer,
        audience: [...provider.audiences],
        currentDate: new Date(now),
        requiredClaims: ["sub", "exp"],
      });
      const audience = Array.isArray(payload.aud) ? payload.aud[0] : payload.aud;
      return { issuer: provider.issuer, subject: payload.sub ?? "", audience: audience ?? "" };
    } catch (error) {
      return error instanceof Error && "code" in error && error.code === "ERR_JWT_EXPIRED" ? "expired" : "invalid";
    }
  }
}
