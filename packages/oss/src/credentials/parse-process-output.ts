import { CredentialsError } from "@credport/core";
import { parseTimestamp } from "@credport/node";

/** What a credential process printed. */
export interface ProcessOutput {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | undefined;
  readonly expiration: Date | undefined;
}

/** Reads the JSON of a credential process: `AccessKeyId`, `AccessKeySecret`, `SecurityToken`, `Expiration` (RFC 3339). */
export function parseProcessOutput(stdout: string, source: string): ProcessOutput {
  const output = parseRecord(stdout, source);
  const accessKeyId = text(output["AccessKeyId"]);
  const accessKeySecret = text(output["AccessKeySecret"]);
  if (accessKeyId === undefined || accessKeySecret === undefined) {
    const message = "missing AccessKeyId or AccessKeySecret in process output";
    throw new CredentialsError({ code: "INCOMPLETE_RESPONSE", message, source });
  }
  const expiration = parseExpiration(output["Expiration"], source);
  return { accessKeyId, accessKeySecret, securityToken: text(output["SecurityToken"]), expiration };
}

/** Anything but an RFC 3339 text is refused rather than taken for "never". */
function parseExpiration(value: unknown, source: string): Date | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  const expiration = parseTimestamp(value);
  if (expiration !== undefined) return expiration;
  const message = "Expiration in process output is no RFC 3339 time";
  throw new CredentialsError({ code: "INVALID_EXPIRATION", message, source });
}

function parseRecord(stdout: string, source: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(stdout);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {
    // The parser's message quotes the text, which holds secrets.
  }
  const message = "the output of the credential process is no JSON object";
  throw new CredentialsError({ code: "MALFORMED_RESPONSE", message, source });
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
