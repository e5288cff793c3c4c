import {
  createAccessKeyCredentials,
  type AccessKeyCredentials,
  type AccessKeyFields,
  type LoadContext,
} from "@credport/core";

/** Session credentials for tests: key id `STS.test<number>`, with a secret and a token of that number. */
export function testSession(number: number, fields: Partial<AccessKeyFields> = {}): AccessKeyCredentials {
  return createAccessKeyCredentials({
    accessKeyId: `STS.test${String(number)}`,
    accessKeySecret: `secret-${String(number)}`,
    securityToken: `token-${String(number)}`,
    source: "scripted",
    ...fields,
  });
}

/** An answer for a scripted source: a new session at each load, numbered by it, living for `lifetime` ms. */
export function issueSessions(
  lifetime: number,
  fields: Partial<AccessKeyFields> = {},
): (context: LoadContext, load: number) => AccessKeyCredentials {
  return ({ host }, load) => testSession(load, { expiration: new Date(host.now() + lifetime), ...fields });
}
