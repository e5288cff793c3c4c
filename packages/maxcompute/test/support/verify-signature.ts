import { createHmac } from "node:crypto";

/** What the service knows of a key. */
export interface KnownKey {
  readonly secret: string;
  readonly token?: string | undefined;
  /** By the service's clock, in ms. */
  readonly expiresAt?: number | undefined;
}

/** A request as it came in. */
export interface IncomingCall {
  readonly method: string;
  /** Path and query as sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Why a request is refused. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Written from the rules, not from the client: recomputes the signature from what was received. */
export function verifySignature(
  call: IncomingCall,
  base: string,
  keys: ReadonlyMap<string, KnownKey>,
  now: number,
): Refusal | undefined {
  const { headers } = call;
  const date = Date.parse(headers["date"] ?? "");
  if (!(Math.abs(now - date) <= 900_000)) {
    const message = `ODPS-0410031:Authentication request expired - the expire time interval exceeds the max limitation: 900000, max_interval_date:900000,expire_date:${new Date(date).toISOString()},now_date:${new Date(now).toISOString()}`;
    return { status: 500, code: "RequestTimeTooSkewd", message };
  }
  const parts = /^ODPS ([^:/]+)(?:\/(\d{8})\/([^/]+)\/odps\/aliyun_v4_request)?:(.+)$/.exec(
    headers["authorization"] ?? "",
  );
  if (parts === null) return { status: 401, code: "AuthorizationRequired", message: "no authorization" };
  const [, id = "", day, region = "", signature] = parts;
  const key = keys.get(id);
  if (key === undefined) return { status: 401, code: "ODPS-0410051", message: "accessKeyId not found" };
  if (key.token !== headers["authorization-sts-token"])
    return { status: 401, code: "Unauthorized", message: "wrong token" };
  if (key.expiresAt !== undefined && key.expiresAt <= now)
    return { status: 400, code: "AuthenticationRequestExpired", message: "the token has expired" };
  const secret =
    day === undefined
      ? key.secret
      : ["odps", "aliyun_v4_request"].reduce<Buffer | string>(
          sha256,
          sha256(sha256(`aliyun_v4${key.secret}`, day), region),
        );
  const expected = createHmac("sha1", secret).update(textOf(call, base)).digest("base64");
  return expected === signature
    ? undefined
    : { status: 401, code: "SignatureNotMatch", message: "User signature does not match" };
}

function sha256(key: Buffer | string, data: string): Buffer {
  return createHmac("sha256", key).update(data).digest();
}

function textOf({ headers, method, target }: IncomingCall, base: string): string {
  const [rawPath = "", rawQuery = ""] = target.split("?");
  const path = decodeURIComponent(rawPath).slice(base.length);
  const query = rawQuery
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => pair.split("=").map((part) => decodeURIComponent(part.replaceAll("+", "%20"))))
    .sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))
    .map(([name = "", value = ""]) => (value === "" ? name : `${name}=${value}`));
  const own = Object.keys(headers)
    .filter((name) => name.startsWith("x-odps-"))
    .sort()
    .map((name) => `${name}:${headers[name] ?? ""}`);
  const first = [method, headers["content-md5"] ?? "", headers["content-type"] ?? "", headers["date"] ?? ""];
  return [...first, ...own, `${path}${query.length === 0 ? "" : `?${query.join("&")}`}`].join("\n");
}
