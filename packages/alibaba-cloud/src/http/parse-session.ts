import { incomplete, isJsonObject, presentMember, textMember } from "./parse-answer.js";
import { parseExpiration } from "./parse-expiration.js";

/** How an answer spells the four fields of a session. */
export interface SessionSpelling {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiration: string;
}

/** The spelling of STS, the metadata service, a credentials URI and CloudSSO. */
export const upperCaseSession: SessionSpelling = {
  accessKeyId: "AccessKeyId",
  accessKeySecret: "AccessKeySecret",
  securityToken: "SecurityToken",
  expiration: "Expiration",
};

/** The spelling of the OAuth exchange. */
export const lowerCaseSession: SessionSpelling = {
  accessKeyId: "accessKeyId",
  accessKeySecret: "accessKeySecret",
  securityToken: "securityToken",
  expiration: "expiration",
};

/** A session as a service hands it out; all four fields there and not empty. */
export interface Session {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiration: Date;
}

/**
 * Reads a session. `INCOMPLETE_RESPONSE` names what is missing or empty, `INVALID_EXPIRATION` a time that cannot be read.
 * `service` names who answered, `within` the member that should hold the session, where there is one.
 */
export function parseSession(value: unknown, service: string, spelling: SessionSpelling, within?: string): Session {
  if (within !== undefined) {
    const inner = isJsonObject(value) ? value[within] : undefined;
    if (!isJsonObject(inner)) throw incomplete(service, `without ${within}`);
    return parseSession(inner, service, spelling);
  }
  const required = <T>(name: string, read: (object: unknown, name: string) => T | undefined): T => {
    const member = read(value, name);
    if (member === undefined) throw incomplete(service, `without ${name}`);
    return member;
  };
  return {
    accessKeyId: required(spelling.accessKeyId, textMember),
    accessKeySecret: required(spelling.accessKeySecret, textMember),
    securityToken: required(spelling.securityToken, textMember),
    expiration: parseExpiration(required(spelling.expiration, presentMember), spelling.expiration),
  };
}
