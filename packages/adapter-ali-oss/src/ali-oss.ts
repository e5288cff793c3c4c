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
import { isAliOssInternals, reliedOn, synchronousSigners, type AliOssInternals } from "./ali-oss-internals.js";
import { isDeadCredentialsError } from "./dead-credentials.js";
import { aliOss } from "./peers.js";
import { placeholder } from "./placeholder.js";

const links = "asyncSignatureUrl() or signatureUrlV4()";

/** What this adapter sets itself; giving one of them is a compile error. */
type CredentialsOption = "accessKeyId" | "accessKeySecret" | "stsToken" | "refreshSTSToken" | "refreshSTSTokenInterval";

/** All options of `ali-oss` but its credentials, which come from `provider`. */
export type AliOssOptions<Options> = Omit<Options, CredentialsOption> & { readonly provider: CredentialsProvider };

/**
 * Makes an `ali-oss` client whose every request, multipart part and client-side retry asks the provider and signs with one
 * whole, current credential. The client itself holds a placeholder, never a key. `secure: true` is the default here, and
 * `authorizationV4: true` where a region is given; both can be overridden.
 *
 * A dead-credential answer invalidates the credential, and the request is sent once more when its body is not a stream.
 * `asyncSignatureUrl` and `signatureUrlV4` first make sure that the credential outlives the link (`INSUFFICIENT_TTL`
 * otherwise). The signers that cannot wait (`signatureUrl`, `calculatePostSignature`, `signPostObjectPolicyV4`, `getRtmpUrl`)
 * work with a permanent key the provider already holds, and throw `UNAVAILABLE` otherwise.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `OSS` is not the class of `ali-oss` 6.20 or later, or `provider` is none.
 */
export function createAliOss<Options extends object = Record<string, unknown>, Client extends object = UntypedClient>(
  OSS: ClassOrNamespace<new (options: Options) => Client>,
  options: AliOssOptions<Options>,
): Client {
  const { provider, ...clientOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Client>(OSS, reliedOn, aliOss);
  // An option that is undefined counts as left out.
  const given = (name: string): unknown => Reflect.get(clientOptions, name);
  const client = new Class({
    ...clientOptions,
    secure: given("secure") ?? true,
    authorizationV4: given("authorizationV4") ?? given("region") !== undefined,
    accessKeyId: placeholder,
    accessKeySecret: placeholder,
  });
  if (!isAliOssInternals(client)) throw wrongClient(aliOss);
  attach(client, provider);
  return client;
}

/** Replaces, on this one instance, every method that signs. */
function attach(client: AliOssInternals, provider: CredentialsProvider): void {
  const { request, asyncSignatureUrl, signatureUrlV4 } = client;

  client.request = (params) =>
    retryOnRejected({
      provider,
      attempt: (credentials, signedWith) => {
        const refresh = async (): Promise<AccessKeyCredentials> => {
          const current = await provider.getCredentials();
          signedWith(current.accessKeyId);
          return current;
        };
        return request.call(signedView(client, credentials, refresh), params);
      },
      isRejectedError: isDeadCredentialsError,
      repeatable: !(params.stream ?? params.writeStream),
    });

  // A link must not outlive its credential unnoticed. ali-oss gives it 1800 s unless told otherwise.
  client.asyncSignatureUrl = async (name, options, ...rest) => {
    const credentials = await provider.getCredentials({ minTtl: (options?.expires ?? 1800) * 1000 });
    return asyncSignatureUrl.call(signedView(client, credentials), name, options, ...rest);
  };
  client.signatureUrlV4 = async (method, expires, ...rest) => {
    const credentials = await provider.getCredentials({ minTtl: expires * 1000 });
    return signatureUrlV4.call(signedView(client, credentials), method, expires, ...rest);
  };

  for (const name of synchronousSigners) {
    const sign: unknown = Reflect.get(client, name);
    if (typeof sign !== "function") continue;
    Reflect.set(client, name, (...parameters: readonly unknown[]): unknown =>
      Reflect.apply(
        sign,
        signedView(
          client,
          requirePermanentKey(
            provider,
            `${name}() cannot wait for a session credential: use ${links}, or load a permanent key first.`,
          ),
        ),
        parameters,
      ),
    );
  }
}

/**
 * The client as one call sees it: everything is inherited but the three credential options, which are this call's own. So
 * concurrent calls cannot mix sessions, and nothing stays on the client. A session is read anew with `refresh` at each attempt
 * inside ali-oss, by way of its refresh hook (interval 0).
 */
function signedView(
  client: AliOssInternals,
  credentials: AccessKeyCredentials,
  refresh?: () => Promise<AccessKeyCredentials>,
): AliOssInternals {
  const options: object = Object.assign(Object.create(client.options), aliOssKeys(credentials), {
    refreshSTSToken: refresh && (async () => aliOssKeys(await refresh())),
    refreshSTSTokenInterval: 0,
  });
  return Object.create(client, { options: { value: options }, stsTokenFreshTime: { value: 0, writable: true } });
}

/** The credential under the names ali-oss knows; a fresh object each time, since it copies what it gets. */
function aliOssKeys(credentials: AccessKeyCredentials): {
  accessKeyId: string;
  accessKeySecret: string;
  stsToken: string | undefined;
} {
  return {
    accessKeyId: credentials.accessKeyId,
    accessKeySecret: credentials.accessKeySecret,
    stsToken: credentials.securityToken,
  };
}
