import type { Host } from "@credport/core";

/** A signature nonce: 16 strong random bytes as lower-case hex. */
export function nonceFrom(host: Pick<Host, "randomBytes">): string {
  return Buffer.from(host.randomBytes(16)).toString("hex");
}
