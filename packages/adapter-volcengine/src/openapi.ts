import type { AccessKeyCredentials, CredentialsProvider } from "@credport/core";
import {
  hasMethods,
  requireClientClass,
  requirePermanentKey,
  requireProvider,
  retryOnRejected,
  wrongClient,
  type ClassOrNamespace,
  type UntypedClient,
} from "@credport/core/adapter";
import { isDeadCredentialsAnswer } from "./dead-credentials.js";
import { openApi } from "./peers.js";
import { placeholder } from "./placeholder.js";

/** All options of a `@volcengine/openapi` service but its credentials, which come from `provider`. */
export type VolcengineServiceOptions<Options> = Omit<
  NonNullable<Options>,
  "accessKeyId" | "secretKey" | "sessionToken"
> & {
  readonly provider: CredentialsProvider;
};

interface ServiceInternals {
  fetchOpenAPI(parameters: { readonly data?: unknown; readonly headers?: object }, options?: object): Promise<unknown>;
}

/** What upload tokens and play links are signed with, on the way past `fetchOpenAPI`. */
interface SynchronousSigners {
  readonly options: object;
  getAccessKeyId(): string;
  getSecretKey(): string;
  signSts2(...parameters: unknown[]): unknown;
}

const noSessionTokens = "A synchronous signer cannot wait for a session credential: load a permanent key first.";

/**
 * Makes a service of `@volcengine/openapi` (`Service` or any generated one) whose every call asks the provider and signs with
 * one whole, current credential, passed as that call's own override. The service itself holds placeholders. An ambient session
 * token is never attached to a permanent key. This client resolves on a refusal; a dead-credential answer invalidates the
 * credential, and the call is made once more when its body is not a stream.
 *
 * What some services sign synchronously, upload tokens and play links, is signed with a permanent key that the provider already
 * holds; otherwise `UNAVAILABLE` is thrown.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `Service` is no service class of that package, or `provider` is none.
 */
export function createVolcengineService<
  Options extends object | undefined = Record<string, unknown>,
  Service extends object = UntypedClient,
>(Service: ClassOrNamespace<new (options: Options) => Service>, options: VolcengineServiceOptions<Options>): Service {
  const { provider, ...serviceOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Service>(Service, reliedOn, openApi);
  const service = new Class({ ...serviceOptions, accessKeyId: placeholder, secretKey: placeholder, sessionToken: "" });
  if (!isServiceInternals(service)) throw wrongClient(openApi);

  const { fetchOpenAPI } = service;
  service.fetchOpenAPI = (parameters, overrides) =>
    retryOnRejected({
      provider,
      repeatable: !isStream(parameters.data),
      attempt: (credentials) =>
        // The signer writes into the headers it gets, and would leave a token there.
        fetchOpenAPI.call(
          service,
          { ...parameters, headers: { ...parameters.headers } },
          { ...overrides, ...serviceKeys(credentials) },
        ),
      isRejectedValue: isDeadCredentialsAnswer,
    });

  if (hasSynchronousSigners(service)) signWithPermanentKeys(service, provider);
  return service;
}

/** Lets what is signed synchronously have a permanent key, or fail: never the placeholder. */
function signWithPermanentKeys(service: SynchronousSigners, provider: CredentialsProvider): void {
  const { signSts2 } = service;
  const permanentKey = (): AccessKeyCredentials => requirePermanentKey(provider, noSessionTokens);
  service.getAccessKeyId = () => permanentKey().accessKeyId;
  service.getSecretKey = () => permanentKey().accessKeySecret;
  service.signSts2 = (...parameters) => {
    const options = { value: { ...service.options, ...serviceKeys(permanentKey()) } };
    return signSts2.apply(Object.create(service, { options }), parameters);
  };
}

/** A credential under the names the services know. A token that is not there is empty, or an older one would stay. */
function serviceKeys({ accessKeyId, accessKeySecret, securityToken = "" }: AccessKeyCredentials): object {
  return { accessKeyId, secretKey: accessKeySecret, sessionToken: securityToken };
}

const reliedOn = ["fetchOpenAPI"] as const;

function isServiceInternals(value: object): value is ServiceInternals {
  return hasMethods(value, reliedOn);
}

function hasSynchronousSigners(value: object): value is SynchronousSigners {
  return (
    hasMethods(value, ["getAccessKeyId", "getSecretKey", "signSts2"]) &&
    typeof Reflect.get(value, "options") === "object"
  );
}

/** `form-data` bodies and other Node streams can be sent only once. */
function isStream(body: unknown): boolean {
  return hasMethods(body, ["pipe"]);
}
