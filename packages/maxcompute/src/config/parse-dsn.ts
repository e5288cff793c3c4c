import { timeoutMs, type OdpsConfig } from "./config.js";
import { environmentNames, type EnvironmentReader } from "./environment.js";
import { ConfigError } from "../errors/config-error.js";

const fixedParameters: ReadonlySet<string> = new Set([
  "project",
  "stsToken",
  "tcpConnectionTimeout",
  "httpTimeout",
  "tunnelEndpoint",
  "tunnelQuotaName",
  "enableLogview",
]);

/**
 * The Go SDK's DSN, `http(s)://<id>:<key>@host/path?project=...`. Other parameters are SQL hints, names unchanged. A missing id,
 * key or token comes from the environment. Throws {@link ConfigError}; no message holds the DSN.
 */
export function parseDsn(dsn: string, env: EnvironmentReader = () => undefined): OdpsConfig {
  if (!URL.canParse(dsn)) throw new ConfigError("INVALID_VALUE", "the DSN is not a URL");
  const url = new URL(dsn);
  if (url.protocol !== "http:" && url.protocol !== "https:")
    throw new ConfigError("INVALID_VALUE", "the DSN must start with http:// or https://");
  const read = (name: string): string => url.searchParams.get(name) ?? "";
  const project = read("project");
  if (project === "") throw new ConfigError("MISSING_KEY", "the DSN has no project parameter", { key: "project" });
  const stsToken = read("stsToken") || (env(environmentNames.securityToken) ?? "");
  return {
    accessId: decodeUserPart(url.username) || (env(environmentNames.accessKeyId) ?? ""),
    accessKey: decodeUserPart(url.password) || (env(environmentNames.accessKeySecret) ?? ""),
    stsToken,
    endpoint: `${url.origin}${url.pathname === "/" ? "" : url.pathname}`,
    project,
    tcpConnectionTimeoutMs: timeoutMs(read("tcpConnectionTimeout"), 30_000),
    httpTimeoutMs: timeoutMs(read("httpTimeout"), 0),
    tunnelEndpoint: read("tunnelEndpoint"),
    tunnelQuotaName: read("tunnelQuotaName"),
    hints: Object.fromEntries([...url.searchParams].filter(([name]) => !fixedParameters.has(name))),
    others: url.searchParams.has("enableLogview") ? { enableLogview: read("enableLogview") } : {},
    accountType: stsToken === "" ? "aliyun" : "sts",
  };
}

function decodeUserPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ConfigError("INVALID_VALUE", "the user part of the DSN has a malformed percent escape");
  }
}
