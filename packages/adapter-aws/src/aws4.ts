import type { CredentialsProvider } from "@credport/core";
import { hasMethods, requireClient, requireProvider } from "@credport/core/adapter";
import { toAwsCredentials, type AwsCredentials } from "./aws-credentials.js";
import { aws4 as peer } from "./peers.js";

/** The `aws4` module, or the namespace that `import()` of it gives. */
export type Aws4 = { readonly sign: (...parameters: never[]) => unknown } | { readonly default: object };

interface Signer {
  sign(request: object, credentials: AwsCredentials): unknown;
}

/**
 * Signs a request with `aws4`, in place, with the provider's current credential, and resolves to it. `aws4` left alone takes
 * `AWS_*` from the environment, another identity: here it always gets one whole credential, or the provider's error rejects.
 * For S3, set `X-Amz-Content-Sha256` first; otherwise `aws4` signs the hash of an empty body.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `aws4` is not that module, or `provider` is none.
 */
export async function signWithAws4<Request extends object>(
  aws4: Aws4,
  provider: CredentialsProvider,
  request: Request,
): Promise<Request> {
  requireProvider(provider);
  const module = requireClient(aws4, isSigner, peer);
  module.sign(request, toAwsCredentials(await provider.getCredentials()));
  return request;
}

function isSigner(value: unknown): value is Signer {
  return hasMethods(value, ["sign"]);
}
