import { CredentialsError, type GetCredentialsOptions } from "@credport/core";
import type { CredentialsProvider, OssCredentials } from "./credentials-provider.js";

/** A function that yields one complete snapshot of credentials at each call. */
export type CredentialsFunction = (options?: GetCredentialsOptions) => Promise<OssCredentials> | OssCredentials;

/**
 * A function as a provider. It adds no cache and no expiry logic: the function is called once per HTTP attempt, each retry and
 * each part of a multipart upload included. What it throws reaches the caller unchanged.
 */
export class CredentialsProviderFunc implements CredentialsProvider {
  readonly #load: CredentialsFunction;

  /** Throws `CONFIG_INVALID` when `load` is no function. */
  constructor(load: CredentialsFunction) {
    if (typeof load !== "function") {
      throw new CredentialsError({
        code: "CONFIG_INVALID",
        message: "CredentialsProviderFunc: `load` must be a function.",
      });
    }
    this.#load = load;
  }

  async getCredentials(options?: GetCredentialsOptions): Promise<OssCredentials> {
    return this.#load(options);
  }
}
