import type { AccessKeyCredentials, Credentials } from "../credentials/credentials.js";

/** A request as a vendor's signer sees it. */
export interface SignableRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The exact bytes to be sent; `undefined` for no body; `"unsigned"` for a body that is not known beforehand. */
  readonly body: Uint8Array | undefined | "unsigned";
}

/** What a vendor package offers to `@credport/adapter-fetch`: signs a request, and knows the answer to a dead credential. */
export interface RequestSigner<C extends Credentials = AccessKeyCredentials> {
  /** Signs for one instant. Throws `CredentialsError` (`CONFIG_INVALID`) for what cannot be signed. */
  sign(request: SignableRequest, credentials: C, at: Date): { url: URL; headers: Record<string, string> };
  /** The vendor's dead-credential answer, by status and error code. `body` is at most 64 KiB. */
  isRejected(status: number, headers: Readonly<Record<string, string>>, body: string): boolean;
}
