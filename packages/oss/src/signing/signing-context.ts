import { parseHttpDate } from "@credport/core";
import type { OssCredentials } from "../credentials/credentials-provider.js";
import { HeaderList } from "./header-list.js";

/** Request headers for signing: any case; several values of one name as a list. */
export type SigningHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The parts of a request that a signature covers. Values are plain text, not percent-encoded. */
export interface RequestToSign {
  readonly method: string;
  readonly headers: SigningHeaders;
  /** Query items; an empty value is sent as the bare name. */
  readonly query?: Readonly<Record<string, string | undefined>> | undefined;
}

/** Everything a signature depends on. */
export interface SigningContext {
  readonly credentials: OssCredentials;
  readonly request: RequestToSign;
  /** The bucket the request is for, whatever the style of its URL. */
  readonly bucket?: string | undefined;
  /** The object key, not encoded. */
  readonly key?: string | undefined;
  /** When the signature is made, in ms since the epoch. An `x-oss-date` header in HTTP-date form wins. */
  readonly time: number;
}

/** Thrown for a context that lacks a part, with the texts of the OSS v2 SDKs. */
export class SigningContextError extends Error {
  override readonly name: string = "SigningContextError";
}

/** Checks what a caller in plain JavaScript may have left out, in the order of the OSS v2 SDKs. */
export function checkSigningContext(context: SigningContext): void {
  if (!context) throw new SigningContextError("SigningContext is null.");
  checkCredentials(context);
  if (!context.request) throw new SigningContextError("SigningContext.Request is null.");
}

/** The part of {@link checkSigningContext} that each attempt of a client needs: its provider is somebody else's code. */
export function checkCredentials({ credentials }: Pick<SigningContext, "credentials">): void {
  if (credentials?.accessKeyId && credentials.accessKeySecret) return;
  throw new SigningContextError("SigningContext.Credentials is null or empty.");
}

/** Headers with lower-case names and trimmed values; several values of one name are joined by a comma. */
export function normalizeHeaders(headers: SigningHeaders): HeaderList {
  const normalized = new HeaderList();
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    const text = typeof value === "string" ? value.trim() : value.map((item) => item.trim()).join(",");
    const lowerCase = name.toLowerCase();
    const earlier = normalized.get(lowerCase);
    normalized.set(lowerCase, earlier === undefined ? text : `${earlier},${text}`);
  }
  return normalized;
}

/** The instant to sign for: an `x-oss-date` header in HTTP-date form, else the context's time. */
export function signTime(context: Pick<SigningContext, "time">, headers: HeaderList): number {
  return parseHttpDate(headers.get("x-oss-date")) ?? context.time;
}
