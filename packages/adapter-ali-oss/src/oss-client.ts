import type { AccessKeyCredentials, CredentialsProvider } from "@credport/core";
import {
  requireClientClass,
  requirePermanentKey,
  requireProvider,
  retryOnRejected,
  wrongClient,
  type ClassOrNamespace,
  type UntypedClient,
} from "@credport/core/adapter";
import { isDeadCredentialsError } from "./dead-credentials.js";
import { isOssClientInternals, reliedOn, type OssClientInternals } from "./oss-client-internals.js";
import { ossClient } from "./peers.js";
import { placeholder } from "./placeholder.js";

const noSessionLinks =
  "oss-client cannot put a security token into a link: use a permanent key, ali-oss or @credport/oss.";

/** All options of `oss-client` but its keys, which come from `provider`. */
export type OssClientOptions<Options> = Omit<Options, "accessKeyId" | "accessKeySecret"> & {
  readonly provider: CredentialsProvider;
};

/**
 * Makes an `OSSObject` of `oss-client` whose every request asks the provider and signs (V1, all this client can) with one
 * whole, current credential, security token included. The client holds a placeholder between requests. A dead-credential
 * answer invalidates the credential, and the request is sent once more when its body is not a stream.
 *
 * Links cannot carry a security token here: `asyncSignatureUrl` and `signatureUrl` throw `UNAVAILABLE` for a session.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `OSSObject` is not the class of `oss-client` 2.5.1 or later, or `provider` is none.
 */
export function createOssClient<
  Options extends object = Record<string, unknown>,
  Client extends object = UntypedClient,
>(OSSObject: ClassOrNamespace<new (options: Options) => Client>, options: OssClientOptions<Options>): Client {
  const { provider, ...clientOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Client>(OSSObject, reliedOn, ossClient);
  const client = new Class({ ...clientOptions, accessKeyId: placeholder, accessKeySecret: placeholder });
  if (!isOssClientInternals(client)) throw wrongClient(ossClient);
  attach(client, provider);
  return client;
}

/** Replaces, on this one instance, every method that signs. */
function attach(client: OssClientInternals, provider: CredentialsProvider): void {
  const { request, signatureUrl } = client;

  client.request = (params) =>
    retryOnRejected({
      provider,
      attempt: (credentials) =>
        withKeys(client, credentials, () => request.call(client, withSecurityToken(params, credentials))),
      isRejectedError: isDeadCredentialsError,
      repeatable: !(params.stream ?? params.writeStream),
    });

  client.signatureUrl = (...parameters) =>
    withKeys(client, requirePermanentKey(provider, noSessionLinks), () => signatureUrl.apply(client, parameters));
  client.asyncSignatureUrl = async (...parameters) => {
    await provider.getCredentials();
    return client.signatureUrl(...parameters);
  };
}

/** This client signs synchronously, before its first await: the keys need to stand on it only while `sign` is called. */
function withKeys<T>(client: OssClientInternals, credentials: AccessKeyCredentials, sign: () => T): T {
  client.options.accessKeyId = credentials.accessKeyId;
  client.options.accessKeySecret = credentials.accessKeySecret;
  try {
    return sign();
  } finally {
    client.options.accessKeyId = placeholder;
    client.options.accessKeySecret = placeholder;
  }
}

function withSecurityToken<P extends { readonly headers?: object }>(params: P, credentials: AccessKeyCredentials): P {
  if (credentials.securityToken === undefined) return params;
  return { ...params, headers: { ...params.headers, "x-oss-security-token": credentials.securityToken } };
}
