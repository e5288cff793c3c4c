import { CredentialsError } from "@credport/core";
import { installedVersion } from "./installed-version.js";
import type { Peer } from "./peer.js";

/** The error for a client package that an adapter must load itself, and that is not installed or too old. */
export function missingPeer(peer: Peer, cause?: unknown): CredentialsError {
  const { package: name, range } = peer;
  return new CredentialsError({
    code: "CONFIG_INVALID",
    message: `"${name}" ${range} is needed (found: ${installedVersion(peer) ?? "none"}). Run: npm install ${name}@"${range}"`,
    cause,
  });
}
