/** A key's claim to have signed a request, read from its header or query in one of the schemes. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  readonly securityToken: string | undefined;
  readonly signature: string;
  readonly stringToSign: string;
  /** What the string to sign is a hash of, in the schemes of version 4. */
  readonly canonicalRequest?: string;
  /** The SHA-256 the body must have, in hex, when the scheme signs it. */
  readonly contentSha256?: string;
  /** The signature that a key with this secret makes. */
  sign(secret: string): string;
}
