import { CredentialsError } from "@credport/core";
import { installedVersion, programsVersion } from "./installed-version.js";
import type { Peer } from "./peer.js";

/** The error for a client package that is not installed, or too old. */
export function missingPeer(peer: Peer, cause?: unknown): CredentialsError {
  const { package: name, range } = peer;
  return new CredentialsError({
    code: "CONFIG_INVALID",
    message: `"${name}" ${range} is needed (found: ${foundVersions(peer)}). Run: npm install ${name}@"${range}"`,
    cause,
  });
}

/**
 * The error for an argument that is not the client an adapter drives: says what was wanted, which version is installed and what
 * to install.
 */
export function wrongClient(peer: Peer): CredentialsError {
  const { package: name, range, wanted } = peer;
  return new CredentialsError({
    code: "CONFIG_INVALID",
    message: `Expected ${wanted} from "${name}" ${range} (found: ${foundVersions(peer)}). Install ${name}@"${range}" and pass that.`,
  });
}

function foundVersions(peer: Peer): string {
  const versions = new Set([installedVersion(peer), programsVersion(peer)]);
  return [...versions].filter(Boolean).join(", ") || "none";
}
