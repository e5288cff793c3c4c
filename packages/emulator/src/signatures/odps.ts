import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { parseQuery, percentDecode } from "../http/query.js";
import { signingKey } from "./signing-keys.js";

/** What the signature of MaxCompute covers. */
export interface OdpsSignedRequest {
  readonly method: string;
  /** As sent, with the base path of the endpoint already removed. */
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly headers: IncomingHttpHeaders;
}

/** Who says to have signed a request, and where and when. */
export interface OdpsClaim {
  readonly accessKeyId: string;
  readonly signature: string;
  /** V4 only. */
  readonly scope?: { readonly day: string; readonly region: string; readonly corporation: string };
}

/** Reads an `Authorization` header of either version; `undefined` for anything else. */
export function parseOdpsAuthorization(value: string): OdpsClaim | undefined {
  const [, accessKeyId, day, region, corporation, signature] =
    /^ODPS ([^:/]+)(?:\/(\d{8})\/([^/]+)\/odps\/([^/_:]+)_v4_request)?:(\S+)$/.exec(value) ?? [];
  if (accessKeyId === undefined || signature === undefined) return undefined;
  if (day === undefined || region === undefined || corporation === undefined) return { accessKeyId, signature };
  return { accessKeyId, signature, scope: { day, region, corporation } };
}

/** The text both versions sign. */
export function odpsStringToSign({ method, rawPath, rawQuery, headers }: OdpsSignedRequest): string {
  const text = (name: string): string => String(headers[name] ?? "");
  const own = Object.keys(headers)
    .filter((name) => name.startsWith("x-odps-"))
    .sort()
    .map((name) => `${name}:${text(name)}`);
  const lines = [method, text("content-md5"), text("content-type"), text("date"), ...own];
  return [...lines, canonicalResource(rawPath, rawQuery)].join("\n");
}

function canonicalResource(rawPath: string, rawQuery: string): string {
  const parameters = new Map<string, string>();
  for (const [name, value] of parseQuery(rawQuery)) if (!parameters.has(name)) parameters.set(name, value);
  const pairs = [...parameters.keys()].sort().map((name) => {
    const value = parameters.get(name);
    return value === undefined || value === "" ? name : `${name}=${value}`;
  });
  const path = percentDecode(rawPath);
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

/** The signature of this secret. The last step is SHA-1 in both versions. */
export function odpsSignature(secret: string, scope: OdpsClaim["scope"], stringToSign: string): string {
  return createHmac("sha1", scope === undefined ? secret : derivedKey(secret, scope))
    .update(stringToSign)
    .digest("base64");
}

function derivedKey(secret: string, { day, region, corporation }: NonNullable<OdpsClaim["scope"]>): Buffer {
  return signingKey(`${corporation}_v4${secret}`, [day, region, "odps", `${corporation}_v4_request`]);
}

/** Reads an `application-authentication` or `sts-authentication` header: the second signature, over the first. */
export function parseOdpsApplication(value: string): OdpsClaim | undefined {
  const fields = new Map(value.split(",").map((part): [string, string] => split(part)));
  const [accessKeyId, signature] = [fields.get("access_id"), fields.get("signature")];
  const isKnown = fields.get("account_provider") === "aliyun" && fields.get("signature_method") === "hmac-sha1";
  return isKnown && accessKeyId !== undefined && signature !== undefined ? { accessKeyId, signature } : undefined;
}

function split(part: string): [string, string] {
  const colon = part.indexOf(":");
  return [part.slice(0, colon), part.slice(colon + 1)];
}
