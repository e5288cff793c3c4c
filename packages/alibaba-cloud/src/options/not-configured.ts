import { CredentialsError, unavailable, type Unavailable } from "@credport/core";

/** "Not configured here", with the `NOT_CONFIGURED` or `DISABLED` error that a provider on the source alone rejects with. */
export function notConfigured(reason: string, code: "NOT_CONFIGURED" | "DISABLED" = "NOT_CONFIGURED"): Unavailable {
  return unavailable(reason, { cause: new CredentialsError({ code, message: reason }) });
}
