import type { CredentialsProvider } from "@credport/core";
import { hasMethods, requirePeer, requireProvider, retryOnRejected, wrongClient } from "@credport/core/adapter";
import { toAwsCredentials, type AwsCredentials } from "./aws-credentials.js";
import { isDeadCredentialsError } from "./dead-credentials.js";
import { clientS3, clientSts } from "./peers.js";

/** Options of {@link awsCredentials}. */
export interface AwsCredentialsOptions {
  /** Every credential handed out must live at least this long, in ms: set it on a client that makes presigned links. */
  readonly minTtl?: number | undefined;
}

/** What an AWS SDK v3 client takes as `credentials`. `memoized` tells it not to cache by itself. */
export type AwsCredentialsFunction = ((request?: { readonly forceRefresh?: boolean }) => Promise<AwsCredentials>) & {
  readonly memoized: true;
};

/**
 * The `credentials` option of any AWS SDK v3 client. The client asks at each attempt and gets the provider's current credential
 * as a fresh plain object, its expiration always included; `forceRefresh` forces a load. One function may serve many clients.
 * Errors of the provider reach the caller of the client unwrapped.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `provider` is no provider, or the SDK installed is too old.
 */
export function awsCredentials(
  provider: CredentialsProvider,
  options: AwsCredentialsOptions = {},
): AwsCredentialsFunction {
  requireProvider(provider);
  requirePeer(clientS3, clientSts);
  const getAwsCredentials = async (request?: { readonly forceRefresh?: boolean }): Promise<AwsCredentials> =>
    toAwsCredentials(
      await provider.getCredentials({
        minTtl: options.minTtl,
        refresh: request?.forceRefresh === true ? "force" : "auto",
      }),
    );
  return Object.assign(getAwsCredentials, { memoized: true as const });
}

/** A plugin for the `middlewareStack` of any AWS SDK v3 client. */
export interface AwsPlugin {
  /** Called by `middlewareStack.use`. Throws `CONFIG_INVALID` for what is no such stack. */
  readonly applyToStack: (stack: object) => void;
}

interface MiddlewareCall {
  readonly request?: { readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
}
type Handler = (call: MiddlewareCall) => Promise<unknown>;
/** The second argument is one object for all middleware of one command. */
type Middleware = (next: Handler, command: object) => Handler;
interface MiddlewareStack {
  add(middleware: Middleware, place: { readonly name: string; readonly step: "deserialize" }): void;
  addRelativeTo(
    middleware: Middleware,
    place: { readonly name: string; readonly relation: "before"; readonly toMiddleware: string },
  ): void;
}

/**
 * Makes a client survive a dead-credential answer, which the SDK itself neither retries nor refreshes on:
 * `client.middlewareStack.use(retryOnRejectedCredentials(provider))`. It invalidates the credential and sends the command once
 * more, around the client's own retries, unless the body is a stream.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `provider` is no provider, or the SDK installed is too old.
 */
export function retryOnRejectedCredentials(provider: CredentialsProvider): AwsPlugin {
  requireProvider(provider);
  requirePeer(clientS3, clientSts);
  return {
    applyToStack(stack) {
      if (!isMiddlewareStack(stack)) throw wrongClient(clientS3);
      // The client asks for credentials at each attempt by itself: what it took stands in the request that leaves.
      const signedWith = new WeakMap<object, (accessKeyId: string) => void>();
      stack.addRelativeTo(
        (next, command) => (call) =>
          retryOnRejected({
            provider,
            attempt(_credentials, report) {
              signedWith.set(command, report);
              return next(call);
            },
            isRejectedError: isDeadCredentialsError,
            repeatable: isHeldInMemory(call.request?.body),
          }),
        { name: "credportRetryOnRejectedCredentials", relation: "before", toMiddleware: "retryMiddleware" },
      );
      stack.add(
        (next, command) => (call) => {
          const [, accessKeyId] = /Credential=([^/,]+)/.exec(call.request?.headers?.["authorization"] ?? "") ?? [];
          if (accessKeyId !== undefined) signedWith.get(command)?.(accessKeyId);
          return next(call);
        },
        { name: "credportSignedWith", step: "deserialize" },
      );
    },
  };
}

function isMiddlewareStack(value: object): value is MiddlewareStack {
  return hasMethods(value, ["add", "addRelativeTo"]);
}

function isHeldInMemory(body: unknown): boolean {
  return body === undefined || typeof body === "string" || ArrayBuffer.isView(body);
}
