import { createAccessKeyCredentials, type AccessKeyCredentials } from "@credport/core";
import type { CredentialsProvider } from "./credentials-provider.js";

/** A fixed key pair, or a fixed session of which the caller minds the expiry. Printing it shows no secret. */
export class StaticCredentialsProvider implements CredentialsProvider {
  readonly #credentials: Promise<AccessKeyCredentials>;

  /** Throws when the id or the secret is empty. */
  constructor(accessKeyId: string, accessKeySecret: string, securityToken?: string) {
    const credentials = createAccessKeyCredentials({
      accessKeyId,
      accessKeySecret,
      securityToken,
      source: "oss_static",
    });
    this.#credentials = Promise.resolve(credentials);
  }

  getCredentials(): Promise<AccessKeyCredentials> {
    return this.#credentials;
  }
}
