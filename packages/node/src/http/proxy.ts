import { CredentialsError } from "@credport/core";
import { isInRange, literalAddress } from "./address.js";

/** Reads one environment variable; empty counts as unset. */
export type ReadVariable = (name: string) => string | undefined;

/**
 * The proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (upper case first, then lower) name for a URL, or `undefined` for
 * none. `NO_PROXY` holds, between commas: `*`, a host with all its subdomains, `.suffix` or `*.suffix` for the subdomains alone,
 * an address, a range in CIDR form; host and address optionally with `:port`. Throws `CONFIG_INVALID` for a proxy that is no
 * http(s) URL.
 */
export function environmentProxy(target: URL, env: ReadVariable): URL | undefined {
  const either = (name: string): string | undefined => env(name) ?? env(name.toLowerCase());
  const name = target.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
  const value = either(name);
  if (value === undefined || isExcluded(target, either("NO_PROXY") ?? "")) return undefined;
  // By custom, a proxy in the environment may lack its scheme.
  return parseProxy(value.includes("://") ? value : `http://${value}`, name);
}

/** Checks the URL of a proxy. Throws `CONFIG_INVALID` that names the option or variable and never repeats the value. */
export function parseProxy(value: string | URL, name = "proxy"): URL {
  const url = URL.canParse(String(value)) ? new URL(value) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:") || url.hostname === "") {
    throw invalidProxy(`${name} must be an absolute http: or https: URL`);
  }
  if (!isDecodable(url.username) || !isDecodable(url.password)) {
    throw invalidProxy(`${name} must have its user name and password percent-encoded`);
  }
  return url;
}

function invalidProxy(message: string): CredentialsError {
  return new CredentialsError({ code: "CONFIG_INVALID", message });
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

function isExcluded(target: URL, list: string): boolean {
  const port = target.port === "" ? (target.protocol === "https:" ? "443" : "80") : target.port;
  const entries = list.toLowerCase().split(/[\s,]+/);
  return entries.some((entry) => entry !== "" && matches(entry.replace(/^\*\./, "."), target.hostname, port));
}

function matches(entry: string, hostname: string, port: string): boolean {
  if (entry === "*") return true;
  const address = literalAddress(hostname);
  if (entry.includes("/")) return address !== undefined && isInRange(address, entry);
  const [, host = entry, entryPort] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
  if (entryPort !== undefined && entryPort !== port) return false;
  if (address !== undefined) return address === (literalAddress(host) ?? host);
  const name = hostname.replace(/\.$/, "");
  return name === host || name.endsWith(host.startsWith(".") ? host : `.${host}`);
}

/** The header that signs in at a proxy whose URL carries a user name, else none. */
export function proxyAuthorization(proxy: URL): Record<string, string> {
  if (proxy.username === "") return {};
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(login).toString("base64")}` };
}
