import { CredentialsError } from "../errors/credentials-error.js";

/** The error for a client package that an adapter must load itself and that is not installed. */
export function missingPeer(peer: {
  readonly package: string;
  readonly range: string;
  readonly cause?: unknown;
}): CredentialsError {
  return new CredentialsError({
    code: "CONFIG_INVALID",
    message: `"${peer.package}" is not installed, or not in a version this adapter knows. Run: npm install ${peer.package}@"${peer.range}"`,
    cause: peer.cause,
  });
}
