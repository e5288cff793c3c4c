import type { AccessKeyCredentials, CredentialsProvider } from "@credport/core";
import { missingPeer, requireKeys, requirePeer, requireProvider } from "@credport/core/adapter";
import type { IamAwsProvider } from "minio";
import { minio } from "./peers.js";

/** What `minio` reads of a credential; the setters are part of its type and change this object alone. */
class MinioCredentials {
  accessKey: string;
  secretKey: string;
  sessionToken?: string;

  constructor(credentials: AccessKeyCredentials) {
    this.accessKey = credentials.accessKeyId;
    this.secretKey = credentials.accessKeySecret;
    if (credentials.securityToken !== undefined) this.sessionToken = credentials.securityToken;
  }
  getAccessKey(): string {
    return this.accessKey;
  }
  setAccessKey(accessKey: string): void {
    this.accessKey = accessKey;
  }
  getSecretKey(): string {
    return this.secretKey;
  }
  setSecretKey(secretKey: string): void {
    this.secretKey = secretKey;
  }
  getSessionToken(): string | undefined {
    return this.sessionToken;
  }
  setSessionToken(sessionToken: string): void {
    this.sessionToken = sessionToken;
  }
  get(): this {
    return this;
  }
}

/** The `minio` module, as far as {@link minioCredentials} needs it. */
export interface MinioModule {
  readonly IamAwsProvider: typeof IamAwsProvider;
}

/**
 * The `credentialsProvider` option of `minio`, which asks it before every request, link and part. Set `region` too, or the client
 * asks the server for it first. `minio` wants an instance of its own class, so this loads the package, as an ES module; a CommonJS
 * program has another copy of it, and passes that as `module` when it calls `setCredentialsProvider`.
 *
 * @throws CredentialsError `CONFIG_INVALID` when `provider` is no provider, or `minio` is not installed or too old.
 */
export async function minioCredentials(provider: CredentialsProvider, module?: MinioModule): Promise<IamAwsProvider> {
  requireProvider(provider);
  requirePeer(minio);
  const { IamAwsProvider } =
    module ??
    (await import("minio").catch((cause: unknown) => {
      throw missingPeer(minio, cause);
    }));
  // Exported since 8.0.7.
  if (IamAwsProvider === undefined) throw missingPeer(minio);
  class CredportProvider extends IamAwsProvider {
    override async getCredentials(): Promise<MinioCredentials> {
      return new MinioCredentials(requireKeys(await provider.getCredentials()));
    }
  }
  return new CredportProvider({});
}
