import { SigningKeys } from "@credport/node";
import { BytePlusConfigError } from "../errors/byteplus-config-error.js";
import { canonicalPath, canonicalQuery, compareBytes, decodePath } from "./encoding.js";
import { formatSigningDate, signingDay, type SigningScope } from "./scope.js";
import { algorithm, emptyBodyHash, signCanonicalRequest, signedHost, type SigningCredentials } from "./signature.js";
import { signingScheme } from "./signing-key.js";

/** Input of {@link signQuery}. */
export interface QuerySigningInput extends SigningScope {
  /** Default `GET`. */
  readonly method?: string | undefined;
  readonly url: URL;
  readonly credentials: SigningCredentials;
  readonly date: Date;
  /** `false` leaves the host out of the signature. Default `true`. */
  readonly signHost?: boolean | undefined;
  /**
   * How long the link is wanted to work, in ms. The scheme cannot carry it (the server's own limit, 15 minutes by its
   * documentation, holds); zero or less is refused with `InvalidPresignExpireError`.
   */
  readonly expiresIn?: number | undefined;
}

/** Output of {@link signQuery}. The URL is a secret for as long as it works. */
export interface SignedQuery {
  readonly url: URL;
  readonly canonicalRequest: string;
  readonly stringToSign: string;
  readonly signature: string;
}

/** Signs a request by its query (a presigned URL). Neither a body nor the security token is part of the signature. */
export function signQuery(input: QuerySigningInput): SignedQuery {
  const { url, credentials, region, service, signHost = true } = input;
  requireLifetime(input.expiresIn);
  const date = formatSigningDate(input.date);
  const key = new SigningKeys(signingScheme).get(credentials.accessKeySecret, signingDay(date), region, service);
  const pairs: [string, string][] = [...url.searchParams].filter(([key]) => !addedAfterwards.has(key));
  pairs.push(
    ["X-Date", date],
    ["X-NotSignBody", ""],
    ["X-Credential", `${credentials.accessKeyId}/${key.scope}`],
    ["X-Algorithm", algorithm],
    ["X-SignedHeaders", signHost ? "host" : ""],
  );
  const keys = new Set([...pairs.map(([key]) => key), "X-SignedQueries"]);
  pairs.push(["X-SignedQueries", [...keys].sort(compareBytes).join(";")]);

  const path = canonicalPath(decodePath(url.pathname));
  const query = canonicalQuery(pairs);
  const canonicalRequest = [
    input.method ?? "GET",
    path,
    query,
    signHost ? `host:${signedHost(url.host)}\n` : "\n",
    signHost ? "host" : "",
    emptyBodyHash,
  ].join("\n");
  const { stringToSign, signature } = signCanonicalRequest(canonicalRequest, date, key);

  const unsigned: [string, string][] = [["X-Signature", signature]];
  if (credentials.securityToken) unsigned.push(["X-Security-Token", credentials.securityToken]);
  const target = new URL(url);
  target.pathname = path;
  target.search = `${query}&${canonicalQuery(unsigned)}`;
  return { url: target, canonicalRequest, stringToSign, signature };
}

const addedAfterwards: ReadonlySet<string> = new Set([
  "X-Date",
  "X-NotSignBody",
  "X-Credential",
  "X-Algorithm",
  "X-SignedHeaders",
  "X-SignedQueries",
  "X-Signature",
  "X-Security-Token",
]);

/** Refuses a lifetime that is not a positive number of ms. */
export function requireLifetime(expiresIn: number | undefined): void {
  if (expiresIn === undefined || expiresIn > 0) return;
  throw new BytePlusConfigError({
    code: "InvalidPresignExpireError",
    message: `expiresIn must be more than 0 ms, got ${expiresIn}.`,
  });
}
