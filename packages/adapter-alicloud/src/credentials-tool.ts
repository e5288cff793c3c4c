import {
  createAccessKeyCredentials,
  createBearerCredentials,
  CredentialsError,
  type AccessKeyCredentials,
  type Credentials,
  type CredentialsProvider,
  type CredentialsSource,
} from "@credport/core";
import { hasMethods, missingPeer, requireClient, requirePeer, requireProvider } from "@credport/core/adapter";
import type AlicloudCredentials from "@alicloud/credentials";
import type { AlicloudCredentialOptions } from "./alicloud-credential.js";
import { ambientNow } from "./ambient.js";
import { credentialModel, type CredentialModel } from "./credential-model.js";
import { credentials } from "./peers.js";
import { singleGetters } from "./single-getters.js";

/** The provider shape `new Credential(null, provider)` of `@alicloud/credentials` takes. */
export interface CredentialsToolProvider {
  /** The current credential, whole. */
  getCredentials(): Promise<CredentialModel>;
  /** The name the tool reports as `providerName`. */
  getProviderName(): string;
}

/**
 * Our provider in the shape the official tool takes: `new Credential(null, credentialsToolProvider(provider))`. The tool caches
 * nothing in between. It never reads a bearer token on this way, so a bearer provider does not compile.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `provider` is no provider, or the tool installed is too old.
 */
export function credentialsToolProvider(provider: CredentialsProvider): CredentialsToolProvider {
  requireProvider(provider);
  requirePeer(credentials);
  return {
    getCredentials: async () => credentialModel(await provider.getCredentials(), provider.name),
    getProviderName: () => provider.name,
  };
}

/**
 * An instance of the official `Credential` class on our provider, for code that insists on the class. Loads
 * `@alicloud/credentials`. Its single getters answer as those of `alicloudCredential`: the three calls of one request from one session.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `provider` is no provider, or that package is not installed or too old.
 */
export async function createCredentialsTool(
  provider: CredentialsProvider,
  { now = ambientNow }: AlicloudCredentialOptions = {},
): Promise<InstanceType<typeof AlicloudCredentials.default>> {
  const toolProvider = credentialsToolProvider(provider);
  const namespace = await import("@alicloud/credentials").catch((cause: unknown) => {
    throw missingPeer(credentials, cause);
  });
  const Credential = requireClient(namespace, isCredentialClass, credentials);
  const credential = new Credential(null, toolProvider);
  // Versions before 2.4.2 take no provider and would look for credentials themselves.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- The only question they answer without a load.
  if (credential.getType() !== toolProvider.getProviderName()) throw missingPeer(credentials);
  return Object.assign(credential, singleGetters(provider, now));
}

function isCredentialClass(value: unknown): value is typeof AlicloudCredentials.default {
  return typeof value === "function" && hasMethods(value.prototype, ["getCredential", "getType"]);
}

/** What {@link fromCredentialsTool} needs of the official tool's credential. */
export interface OfficialCredential {
  /** The tool's current credential, loaded or refreshed as it sees fit. */
  getCredential(): Promise<{
    readonly accessKeyId?: string;
    readonly accessKeySecret?: string;
    readonly securityToken?: string;
    readonly bearerToken?: string;
    readonly type?: string;
  }>;
}

/** Options of {@link fromCredentialsTool}. */
export interface FromCredentialsToolOptions {
  /** The source's name in paths and traces. Default `alicloud_credentials`. */
  readonly name?: string | undefined;
  /**
   * How long to keep what the tool answers, in ms. It names no expiration, so by default nothing is kept and the tool stays
   * the judge at every call.
   */
  readonly lifetime?: number | undefined;
}

/**
 * A Credport source that asks a credential of the official tool, for access keys and for bearer tokens. Of its errors only the
 * name is kept, since their text may hold secrets.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `credential` has no `getCredential`, or `lifetime` is no positive number.
 */
export function fromCredentialsTool(
  credential: OfficialCredential,
  options: FromCredentialsToolOptions = {},
): CredentialsSource<Credentials> {
  const { name = "alicloud_credentials", lifetime } = options;
  if (!hasMethods(credential, ["getCredential"])) {
    throw invalid('"credential" must be a credential of @alicloud/credentials, with getCredential().');
  }
  if (lifetime !== undefined && !(lifetime > 0)) throw invalid('"lifetime" must be a positive number of milliseconds.');
  return {
    name,
    async load({ host }) {
      const model = await ask(credential, name);
      const expiration = lifetime === undefined ? undefined : new Date(host.now() + lifetime);
      const fields = { expiration, source: name, cache: lifetime !== undefined };
      if (model.type === "bearer" && model.bearerToken) {
        return createBearerCredentials({ bearerToken: model.bearerToken, ...fields });
      }
      return accessKey(model, fields);
    },
  };
}

/** What the tool answers; of what it throws, the name alone. */
async function ask(credential: OfficialCredential, source: string): ReturnType<OfficialCredential["getCredential"]> {
  try {
    return await credential.getCredential();
  } catch (error) {
    throw new CredentialsError({
      code: "INCOMPLETE_RESPONSE",
      source,
      message: `The official credentials tool failed with ${safeName(error)}. Call its getCredential() to see its own message.`,
    });
  }
}

function accessKey(
  model: Awaited<ReturnType<OfficialCredential["getCredential"]>>,
  fields: { expiration: Date | undefined; source: string; cache: boolean },
): AccessKeyCredentials {
  const { accessKeyId = "", accessKeySecret = "", securityToken } = model;
  return createAccessKeyCredentials({
    accessKeyId,
    accessKeySecret,
    securityToken: securityToken || undefined,
    ...fields,
  });
}

function safeName(error: unknown): string {
  return error instanceof Error && /^[A-Za-z]{1,64}$/.test(error.name) ? error.name : "an error";
}

function invalid(message: string): CredentialsError {
  return new CredentialsError({ code: "CONFIG_INVALID", message });
}
