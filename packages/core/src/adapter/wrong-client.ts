import { CredentialsError } from "@credport/core";
import { installedVersion } from "./installed-version.js";
import type { Peer } from "./peer.js";

/**
 * The error for an argument that is not the client an adapter drives: says what was wanted, which version is installed and what
 * to install. `what` completes "Expected ...", such as "the OSS class".
 */
export function wrongClient(what: string, peer: Peer): CredentialsError {
  const { package: name, range } = peer;
  return new CredentialsError({
    code: "CONFIG_INVALID",
    message: `Expected ${what} from "${name}" ${range} (found: ${installedVersion(peer) ?? "none"}). Install ${name}@"${range}" and pass that.`,
  });
}
