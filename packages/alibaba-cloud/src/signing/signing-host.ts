import type { Host } from "@credport/core";
import { createNodeHost } from "@credport/node";

/** The part of a host that a signer needs. */
export type SigningHost = Pick<Host, "randomBytes">;

/** The host that was passed, or the real one. */
export function signingHost(host: SigningHost | undefined): SigningHost {
  return host ?? createNodeHost();
}
