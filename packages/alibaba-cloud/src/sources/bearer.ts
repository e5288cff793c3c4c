import { createBearerCredentials, staticSource, type BearerCredentials, type CredentialsSource } from "@credport/core";
import { checkOptionNames, configInvalid, textOption } from "../options/check-options.js";

/** Options of {@link bearer}. */
export interface BearerOptions {
  readonly bearerToken: string | undefined;
}

/** A bearer token (type and provider name `bearer`). Few services take one. Throws `CONFIG_INVALID` when it is empty. */
export function bearer(options: BearerOptions): CredentialsSource<BearerCredentials> {
  checkOptionNames("bearer", options, { bearerToken: true });
  const bearerToken = textOption("bearerToken", options.bearerToken);
  if (bearerToken === undefined) throw configInvalid("bearerToken", "is missing");
  return staticSource(createBearerCredentials({ bearerToken, source: "bearer" }));
}
