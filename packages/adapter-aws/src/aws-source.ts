import { createAccessKeyCredentials, CredentialsError, unavailable, type CredentialsSource } from "@credport/core";

/** Any credentials provider function of the AWS world: `fromIni()`, `fromSSO()`, `fromNodeProviderChain()`, ... */
export type AwsProviderFunction = (request?: {
  forceRefresh?: boolean;
  /** Never given. It stands in the types of `fromIni()` and others, which take nothing that has no property of theirs. */
  callerClientConfig?: never;
}) => Promise<{
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
  readonly accountId?: string | undefined;
}>;

/** Options of {@link fromAwsProvider}. */
export interface FromAwsProviderOptions {
  /** The source's name in paths and traces. Default `aws`. */
  readonly name?: string | undefined;
}

/**
 * A Credport source that asks an AWS provider function, once per load. An invalidated or forced load passes
 * `forceRefresh: true`. A `CredentialsProviderError` with `tryNextLink` means "not configured here"; anything else it throws is
 * a failure, of which only the name is kept, since its text may hold secrets.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `provide` is no function.
 */
export function fromAwsProvider(provide: AwsProviderFunction, options: FromAwsProviderOptions = {}): CredentialsSource {
  const { name = "aws" } = options;
  if (typeof provide !== "function") {
    throw new CredentialsError({
      code: "CONFIG_INVALID",
      message: '"provide" must be an AWS credentials provider function.',
    });
  }
  return {
    name,
    async load({ reason }) {
      try {
        const given = await provide(
          reason === "invalidated" || reason === "forced" ? { forceRefresh: true } : undefined,
        );
        return createAccessKeyCredentials({
          accessKeyId: given.accessKeyId,
          accessKeySecret: given.secretAccessKey,
          securityToken: given.sessionToken,
          expiration: given.expiration,
          accountId: given.accountId,
          source: name,
        });
      } catch (error) {
        const failure = describe(error);
        if (failure.tryNextLink) return unavailable(`the AWS provider has nothing configured (${failure.name})`);
        throw new CredentialsError({
          code: "INCOMPLETE_RESPONSE",
          source: name,
          message: `The AWS credentials provider failed with ${failure.name}. Call it directly to see its own message.`,
        });
      }
    },
  };
}

/** What is safe to keep of an error somebody else made. */
function describe(error: unknown): { readonly name: string; readonly tryNextLink: boolean } {
  if (!(error instanceof Error)) return { name: "an error", tryNextLink: false };
  const name = /^[A-Za-z]{1,64}$/.test(error.name) ? error.name : "an error";
  return { name, tryNextLink: name === "CredentialsProviderError" && Reflect.get(error, "tryNextLink") === true };
}
