import { percentDecode } from "../http/query.js";
import type { ObjectResource } from "../signatures/signable-request.js";
import { OssFailure } from "./oss-failure.js";

/** Which host names mean what, beside those of the vendor. */
export class HostTable {
  readonly #buckets = new Map<string, string>();
  readonly #endpoints = new Set<string>();

  /** Binds a host name (with or without port) to a bucket, as a CNAME would be. */
  bindBucket(host: string, bucket: string): void {
    this.#buckets.set(host.toLowerCase(), bucket);
  }

  /** Makes a host name an endpoint: `<bucket>.<host>` is a bucket, the name alone is none. */
  bindEndpoint(host: string): void {
    this.#endpoints.add(host.toLowerCase());
  }

  /** The bucket a host is bound to. */
  bucketOf(host: string): string | undefined {
    return this.#buckets.get(host) ?? this.#buckets.get(withoutPort(host));
  }

  /** The endpoint this host belongs to. */
  endpointOf(name: string): string | undefined {
    return [...this.#endpoints].find((endpoint) => name === endpoint || name.endsWith(`.${endpoint}`));
  }
}

/** What the host resolution needs to know. */
export interface AddressFields {
  /** The `Host` header. */
  readonly host: string;
  readonly rawPath: string;
  readonly hosts: HostTable;
  /** Matches the vendor's endpoints; its first group is the bucket in front of one, if any. */
  readonly vendorHosts: RegExp;
  readonly bucketExists: (name: string) => boolean;
}

/**
 * Finds bucket and key in host and path. IP addresses, `localhost` and unknown hosts take the bucket from the path;
 * the vendor's endpoints never do, as on the real service.
 */
export function resolveAddress(fields: AddressFields): ObjectResource {
  const host = fields.host.toLowerCase();
  const name = withoutPort(host);
  const bound = fields.hosts.bucketOf(host);
  if (bound !== undefined) return inBucket(bound, fields.rawPath);

  const vendor = fields.vendorHosts.exec(name);
  if (vendor !== null) {
    if (vendor[1] !== undefined) return inBucket(vendor[1], fields.rawPath);
    if (fields.rawPath === "/") return {};
    throw new OssFailure("SecondLevelDomainForbidden");
  }

  const endpoint = fields.hosts.endpointOf(name) ?? (name.endsWith(".localhost") ? "localhost" : undefined);
  if (endpoint !== undefined && name !== endpoint) {
    return inBucket(name.slice(0, -endpoint.length - 1), fields.rawPath);
  }
  const firstLabel = name.slice(0, Math.max(name.indexOf("."), 0));
  if (!isIpAddress(name) && fields.bucketExists(firstLabel)) return inBucket(firstLabel, fields.rawPath);
  return fromPath(fields.rawPath);
}

function inBucket(bucket: string, rawPath: string): ObjectResource {
  const key = percentDecode(rawPath.slice(1));
  return key === "" ? { bucket } : { bucket, key };
}

function fromPath(rawPath: string): ObjectResource {
  if (rawPath === "/" || rawPath === "") return {};
  const slash = rawPath.indexOf("/", 1);
  if (slash < 0) return { bucket: percentDecode(rawPath.slice(1)) };
  return inBucket(percentDecode(rawPath.slice(1, slash)), rawPath.slice(slash));
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}

function isIpAddress(name: string): boolean {
  return /^\d+\.\d+\.\d+\.\d+$/.test(name) || name.startsWith("[");
}
