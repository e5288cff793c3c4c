import type { CredentialsProvider, OssCredentials } from "./credentials-provider.js";

/** Shared by every copy of this package in one process, so that any of them recognises the provider. */
const brand: unique symbol = Symbol.for("@credport/oss/anonymous");

/**
 * Access without an identity: requests go out unsigned. Recognised by its type, so a provider that yields empty keys by accident
 * stays an error.
 */
export class AnonymousCredentialsProvider implements CredentialsProvider {
  constructor() {
    Object.defineProperty(this, brand, { value: true });
  }

  async getCredentials(): Promise<OssCredentials> {
    return { accessKeyId: "", accessKeySecret: "" };
  }
}

/** Whether a provider is an {@link AnonymousCredentialsProvider}, made by any copy of this package. */
export function isAnonymous(provider: object): boolean {
  return brand in provider;
}
