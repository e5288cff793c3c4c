import type { Host } from "@credport/core";
import type { VendorPreset } from "../presets/preset.js";
import type { ConnectionOptions } from "./options.js";
import { configError } from "./settings.js";

/** Which proxy a target goes through; `undefined`: none. */
export type ProxyChoice = (target: URL) => URL | undefined;

/**
 * The proxies of a client, decided by the target's real scheme: the option for it, else the environment as it is now, unless
 * `NO_PROXY` excludes the target. `undefined` where there is none at all. Throws `InvalidProxyURL`. No global agent is read or
 * changed.
 */
export function proxyChoice(
  options: ConnectionOptions,
  preset: VendorPreset,
  host: Pick<Host, "env">,
): ProxyChoice | undefined {
  const explicit: Proxies = {
    "http:": options.httpProxy ? proxyUrl(options.httpProxy, "httpProxy") : undefined,
    "https:": options.httpsProxy ? proxyUrl(options.httpsProxy, "httpsProxy") : undefined,
  };
  const fromEnvironment = environmentProxies(preset, host);
  if (![explicit, fromEnvironment].some((proxies) => proxies["http:"] ?? proxies["https:"])) return undefined;
  const excluded = firstOf(host, "NO_PROXY", "no_proxy") ?? "";
  return (target) => {
    const scheme = target.protocol === "https:" ? "https:" : "http:";
    return explicit[scheme] ?? (isExcluded(target, excluded) ? undefined : fromEnvironment[scheme]);
  };
}

type Proxies = Readonly<Record<"http:" | "https:", URL | undefined>>;

function environmentProxies({ envFamily }: VendorPreset, host: Pick<Host, "env">): Proxies {
  if (envFamily.proxy === "http") {
    return {
      "http:": readProxy(host, "HTTP_PROXY", "http_proxy"),
      "https:": readProxy(host, "HTTPS_PROXY", "https_proxy"),
    };
  }
  const name = host.env(envFamily.proxy.host);
  if (name === undefined) return { "http:": undefined, "https:": undefined };
  const protocol = host.env(envFamily.proxy.protocol) ?? "http";
  const port = host.env(envFamily.proxy.port);
  const url = proxyUrl(
    `${protocol.replace(/:?(\/\/)?$/, "")}://${name}${port === undefined ? "" : `:${port}`}`,
    envFamily.proxy.host,
  );
  return { "http:": url, "https:": url };
}

function readProxy(host: Pick<Host, "env">, ...names: readonly string[]): URL | undefined {
  const value = firstOf(host, ...names);
  return value === undefined ? undefined : proxyUrl(value, names.join(" or "));
}

function firstOf(host: Pick<Host, "env">, ...names: readonly string[]): string | undefined {
  return names.map((name) => host.env(name)).find((value) => value !== undefined);
}

/** A proxy's URL. It may hold a password, so that the error names only where it stands. */
function proxyUrl(value: string, where: string): URL {
  const url = /^https?:\/\//i.test(value) && URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined) return url;
  throw configError(`The proxy in ${where} must be an http:// or https:// URL.`, "InvalidProxyURL");
}

/** `NO_PROXY`: exact hosts, `.suffix`, `*`, and `host:port`, between commas. */
function isExcluded(target: URL, list: string): boolean {
  const port = target.port || (target.protocol === "https:" ? "443" : "80");
  return list
    .split(",")
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => {
      if (entry === "*") return true;
      if (entry.startsWith(".")) return target.hostname.endsWith(entry);
      return entry === target.hostname || entry === `${target.hostname}:${port}`;
    });
}
