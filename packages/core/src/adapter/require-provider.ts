import type { Credentials } from "../credentials/credentials.js";
import { CredentialsError } from "@credport/core";
import type { CredentialsProvider } from "../sources/credentials-provider.js";
import { hasMethods } from "./has-methods.js";

const required = ["getCredentials", "peek", "invalidate"] as const;

/** Refuses anything that is no provider, at construction, by the name of the option. */
export function requireProvider<C extends Credentials>(provider: CredentialsProvider<C>): void {
  if (hasMethods(provider, required)) return;
  throw new CredentialsError({
    code: "CONFIG_INVALID",
    message: `"provider" must be a CredentialsProvider (with ${required.join(", ")}): make one with createProvider(source).`,
  });
}
