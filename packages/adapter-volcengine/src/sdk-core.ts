import type { AccessKeyCredentials, CredentialsProvider } from "@credport/core";
import {
  hasMethods,
  requireClientClass,
  requireProvider,
  retryOnRejected,
  wrongClient,
  type ClassOrNamespace,
  type UntypedClient,
} from "@credport/core/adapter";
import { isDeadCredentialsError } from "./dead-credentials.js";
import { sdkCore } from "./peers.js";

/** All options of a `@volcengine/sdk-core` client but its credentials, which come from `provider`. */
export type VolcengineClientOptions<Options> = Omit<
  NonNullable<Options>,
  "accessKeyId" | "secretAccessKey" | "sessionToken" | "assumeRoleParams"
> & { readonly provider: CredentialsProvider };

interface MiddlewareArguments {
  readonly request: { readonly headers?: object; readonly body?: unknown };
}
type MiddlewareHandler = (args: MiddlewareArguments) => Promise<unknown>;
interface MiddlewareContext {
  clientConfig: object;
}
interface ClientInternals {
  addMiddleware(
    middleware: (next: MiddlewareHandler, context: MiddlewareContext) => MiddlewareHandler,
    options: { readonly step: "initialize"; readonly name: string; readonly priority: number },
  ): void;
}

/** Below 100, so that it runs after the client's own middleware, which fills gaps from the environment and files. */
const afterAmbientCredentials = 60;

/**
 * Makes a client of `@volcengine/sdk-core` whose every send asks the provider and signs with one whole, current credential, set
 * on that send's own copy of the configuration. Nothing ambient is attached to it. The client's own retries resend the same
 * signature. A dead-credential answer invalidates the credential, and the command is sent once more when its body is not a
 * stream.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `Client` is no client class of that package, or `provider` is none.
 */
export function createVolcengineClient<
  Options extends object | undefined = Record<string, unknown>,
  Client extends object = UntypedClient,
>(Client: ClassOrNamespace<new (options: Options) => Client>, options: VolcengineClientOptions<Options>): Client {
  const { provider, ...clientOptions } = options;
  requireProvider(provider);
  const Class = requireClientClass<Client>(Client, reliedOn, sdkCore);
  const client = new Class(clientOptions);
  if (!isClientInternals(client)) throw wrongClient(sdkCore);

  client.addMiddleware(
    (next, context) => (args) =>
      retryOnRejected({
        provider,
        repeatable: !hasMethods(args.request.body, ["pipe"]),
        attempt: (credentials) => {
          context.clientConfig = withKeys(context.clientConfig, credentials);
          // Later middleware writes into the request it gets, the signature included.
          return next({ ...args, request: { ...args.request, headers: { ...args.request.headers } } });
        },
        isRejectedError: isDeadCredentialsError,
      }),
    { step: "initialize", name: "credportCredentials", priority: afterAmbientCredentials },
  );
  return client;
}

function withKeys(config: object, credentials: AccessKeyCredentials): object {
  return {
    ...config,
    accessKeyId: credentials.accessKeyId,
    secretAccessKey: credentials.accessKeySecret,
    sessionToken: credentials.securityToken,
  };
}

const reliedOn = ["addMiddleware", "send"] as const;

function isClientInternals(value: object): value is ClientInternals {
  return hasMethods(value, reliedOn);
}
