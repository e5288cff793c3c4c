import { CredentialsError, createAccessKeyCredentials, type AccessKeyCredentials, type Host } from "@credport/core";
import { createNodeHost } from "@credport/node";
import type { CredentialsProvider } from "./credentials-provider.js";

/** Options of {@link EnvironmentVariableCredentialsProvider}. */
export interface EnvironmentVariableOptions {
  /** Where the environment is read. Default: this process. */
  readonly host?: Pick<Host, "env"> | undefined;
}

/**
 * `OSS_ACCESS_KEY_ID`, `OSS_ACCESS_KEY_SECRET` and, for a session, `OSS_SESSION_TOKEN`, read at every call. Rejects with
 * `NOT_CONFIGURED` when there is no pair and with `INVALID_CREDENTIAL` when there is half of one.
 */
export class EnvironmentVariableCredentialsProvider implements CredentialsProvider {
  readonly #host: Pick<Host, "env">;

  constructor(options: EnvironmentVariableOptions = {}) {
    this.#host = options.host ?? createNodeHost();
  }

  async getCredentials(): Promise<AccessKeyCredentials> {
    const accessKeyId = this.#host.env("OSS_ACCESS_KEY_ID");
    const accessKeySecret = this.#host.env("OSS_ACCESS_KEY_SECRET");
    if (!accessKeyId || !accessKeySecret) {
      throw new CredentialsError({
        code: accessKeyId || accessKeySecret ? "INVALID_CREDENTIAL" : "NOT_CONFIGURED",
        source: "oss_env",
        message:
          "access key id or access key secret is empty: set the environment variables OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET.",
      });
    }
    const securityToken = this.#host.env("OSS_SESSION_TOKEN");
    return createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken, source: "oss_env" });
  }
}
