import type { CredentialsProvider } from "@credport/core";
import {
  hasMethods,
  isClassWith,
  requireProvider,
  retryOnRejected,
  unwrapDefault,
  wrongClient,
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
  fetchOpenAPI(parameters: { readonly data?: unknown }, options?: object): Promise<unknown>;
}

/**
 * Makes a service of `@volcengine/openapi` (`Service` or any generated one) whose every call asks the provider and signs with
 * one whole, current credential, passed as that call's own override. The service itself holds placeholders. An ambient session
 * token is never attached to a permanent key. This client resolves on a refusal; a dead-credential answer invalidates the
 * credential, and the call is made once more when its body is not a stream.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `Service` is no service class of that package, or `provider` is none.
 */
export function createVolcengineService<
  Options extends object | undefined = Record<string, unknown>,
  Service extends object = object,
>(Service: new (options: Options) => Service, options: VolcengineServiceOptions<Options>): Service {
  const { provider, ...serviceOptions } = options;
  requireProvider(provider);
  const Class = unwrapDefault(Service, isServiceClass<Service>);
  if (Class === undefined) throw notService();
  const service = new Class({ ...serviceOptions, accessKeyId: placeholder, secretKey: placeholder, sessionToken: "" });
  if (!isServiceInternals(service)) throw notService();

  const { fetchOpenAPI } = service;
  service.fetchOpenAPI = (parameters, overrides) =>
    retryOnRejected({
      provider,
      repeatable: !isStream(parameters.data),
      attempt: (credentials) =>
        fetchOpenAPI.call(service, parameters, {
          ...overrides,
          accessKeyId: credentials.accessKeyId,
          secretKey: credentials.accessKeySecret,
          sessionToken: credentials.securityToken ?? "",
        }),
      isRejectedValue: isDeadCredentialsAnswer,
    });
  return service;
}

const reliedOn = ["fetchOpenAPI"] as const;

function isServiceClass<Service>(value: unknown): value is new (options: object) => Service {
  return isClassWith<Service>(value, reliedOn);
}

function isServiceInternals(value: object): value is ServiceInternals {
  return hasMethods(value, reliedOn);
}

/** `form-data` bodies and other Node streams can be sent only once. */
function isStream(body: unknown): boolean {
  return hasMethods(body, ["pipe"]);
}

function notService(): Error {
  return wrongClient("the Service class, or a service derived from it,", openApi);
}
