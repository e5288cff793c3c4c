import { canary, type RecordedRequest, type ScriptedHost } from "@credport/testing";

/** An hour from the fake clock's start, as the vendor writes it. */
export const inAnHour = "2026-01-01T13:00:00Z";

/** A session in the spelling of STS, its secrets canaries. */
export const session = {
  AccessKeyId: "STS.id",
  AccessKeySecret: canary.accessKeySecret,
  SecurityToken: canary.securityToken,
  Expiration: inAnHour,
} as const;

/** A good answer of AssumeRole. */
export const roleAnswer = {
  RequestId: "6894B13B",
  AssumedRoleUser: { Arn: "acs:ram::1:assumed-role/app/test", AssumedRoleId: "3:test" },
  Credentials: session,
} as const;

/** Bodies that look like a session and are none, by what is wrong, with the field an error must name. */
export const brokenSessions: readonly (readonly [what: string, session: object, field: string])[] = [
  ...["AccessKeyId", "AccessKeySecret", "SecurityToken", "Expiration"].flatMap((field) => [
    [`without ${field}`, { ...session, [field]: undefined }, field] as const,
    [`with an empty ${field}`, { ...session, [field]: "" }, field] as const,
  ]),
  ["with a number as the secret", { ...session, AccessKeySecret: 7 }, "AccessKeySecret"],
];

/** The form body of a request, decoded. */
export function formOf(request: RecordedRequest | undefined): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(request?.body));
}

/** The query of a request, decoded. */
export function queryOf(request: RecordedRequest | undefined): Record<string, string> {
  return Object.fromEntries(request?.url.searchParams ?? []);
}

/** What was requested so far, as `METHOD path`. */
export function trail(host: ScriptedHost): string[] {
  return host.requests.map(({ method, url }) => `${method} ${url.pathname}`);
}
