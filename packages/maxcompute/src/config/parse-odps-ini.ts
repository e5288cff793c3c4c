import { timeoutMs, type OdpsConfig } from "./config.js";
import { defaultSection, parseIniText, type IniSection } from "./ini-text.js";
import { ConfigError } from "../errors/config-error.js";

const requiredKeys = ["access_id", "access_key", "endpoint", "project"] as const;
const optionalKeys = [
  "sts_token",
  "tcp_connection_timeout",
  "http_timeout",
  "tunnel_endpoint",
  "tunnel_quota_name",
  "enableLogview",
] as const;
const fixedKeys: ReadonlySet<string> = new Set<string>([...requiredKeys, ...optionalKeys]);

/**
 * The `[odps]` section of the Go SDK's ini file. Every other key of it is a SQL hint. Throws {@link ConfigError}: `MISSING_KEY`
 * names the key, `INLINE_COMMENT` names key and line (strict mode only), `INVALID_VALUE` an endpoint that is no URL.
 */
export function parseOdpsIni(text: string, options: { readonly compat?: boolean | undefined } = {}): OdpsConfig {
  const sections = parseIniText(text, { compat: options.compat ?? false, sections: ["odps", defaultSection] });
  const section: IniSection = sections.get("odps") ?? new Map();
  const defaults: IniSection = sections.get(defaultSection) ?? new Map();
  for (const key of requiredKeys) {
    if (!section.has(key)) throw new ConfigError("MISSING_KEY", `the [odps] section has no ${key}`, { key });
  }
  const read = (key: string): string => expand(key, section, defaults);
  const endpoint = read("endpoint");
  if (endpoint !== "" && !URL.canParse(endpoint))
    throw new ConfigError("INVALID_VALUE", "endpoint is not a URL", { key: "endpoint" });
  const stsToken = read("sts_token");
  const logview = section.has("enableLogview") ? { enableLogview: read("enableLogview") } : {};
  return {
    accessId: read("access_id"),
    accessKey: read("access_key"),
    stsToken,
    endpoint,
    project: read("project"),
    tcpConnectionTimeoutMs: timeoutMs(read("tcp_connection_timeout"), 30_000),
    httpTimeoutMs: timeoutMs(read("http_timeout"), 0),
    tunnelEndpoint: read("tunnel_endpoint"),
    tunnelQuotaName: read("tunnel_quota_name"),
    hints: hintsOf(section),
    others: logview,
    accountType: stsToken === "" ? "aliyun" : "sts",
  };
}

function hintsOf(section: IniSection): Record<string, string> {
  return Object.fromEntries(
    [...section]
      .filter(([key]) => !fixedKeys.has(key))
      .map(([key, value]) => [key.startsWith("hints.") ? key.slice("hints.".length) : key, value]),
  );
}

/** How deep go-ini follows one name into another. */
const maximumDepth = 99;

/** A value that refers to itself twice doubles at each step; no honest one grows past this many characters. */
const maximumLength = 65_536;

/** Replaces `%(name)s` by that key of the section or of the default section; a name that is in neither stays as written. */
function expand(key: string, section: IniSection, defaults: IniSection): string {
  let result = section.get(key) ?? "";
  for (let depth = 0; depth < maximumDepth; depth++) {
    const [reference, name = ""] = /%\(([^)]+)\)s/.exec(result) ?? [];
    const found = (name === key ? undefined : section.get(name)) ?? defaults.get(name);
    if (reference === undefined || found === undefined) return result;
    result = result.replaceAll(reference, () => found);
    if (result.length > maximumLength) throw new ConfigError("SYNTAX", `the value of ${key} refers to itself`, { key });
  }
  return result;
}
