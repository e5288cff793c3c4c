import { isCredentialsError, type CredentialsError, type Host } from "@credport/core";
import { textMember } from "../../http/parse-json-object.js";
import { homePath } from "../shared-config.js";
import { failure } from "../failure.js";
import { ownMember, parseCliConfig, type CliConfig } from "./parse-cli-config.js";

/** Where the CLI's config is, and which of its profiles counts. An empty text counts as unset. */
export interface CliConfigOptions {
  /** Default: `BYTEPLUS_CLI_CONFIG_FILE`, else `~/.byteplus/config.json`. */
  readonly path?: string | undefined;
  /** Default: `BYTEPLUS_PROFILE`, `BYTEPLUS_CLI_PROFILE`, the file's `current`, `default`. */
  readonly profile?: string | undefined;
}

const keyFields: ReadonlySet<string> = new Set(["access-key", "secret-key", "session-token"]);

/** One profile with what its modes need of the file around it. */
export class CliProfile {
  readonly name: string;
  readonly path: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly #config: CliConfig;

  constructor(name: string, path: string, config: CliConfig, fields: Readonly<Record<string, unknown>>) {
    this.name = name;
    this.path = path;
    this.fields = fields;
    this.#config = config;
  }

  /** A field's text, trimmed unless it is of a key; nothing but blanks counts as absent. */
  text(field: string): string | undefined {
    const value = textMember(this.fields, field);
    const trimmed = value?.trim() || undefined;
    return trimmed !== undefined && keyFields.has(field) ? value : trimmed;
  }

  /** A field the mode cannot do without. */
  required(field: string, vendorCode: string): string {
    const value = this.text(field);
    if (value !== undefined) return value;
    const code = vendorCode.endsWith("Missing") ? "CONFIG_INVALID" : "PROFILE_INVALID";
    throw failure(code, vendorCode, `Profile "${this.name}" in ${this.path} has no "${field}".`);
  }

  flag(field: string): boolean {
    return this.fields[field] === true || this.fields[field] === "true";
  }

  /** The SSO session of that name in the same file. */
  ssoSession(name: string): Readonly<Record<string, unknown>> | undefined {
    return ownMember(this.#config.ssoSessions, name);
  }

  /** A path below the folder of the config file. */
  beside(...names: readonly string[]): string {
    const separator = this.path.includes("\\") ? "\\" : "/";
    const end = Math.max(this.path.lastIndexOf("/"), this.path.lastIndexOf("\\"));
    return [end < 0 ? "." : this.path.slice(0, end), ...names].join(separator);
  }
}

/** The config file is not there. `asked`: a profile was asked for by name, so that this is a failure. */
export interface CliConfigAbsent {
  readonly absent: CredentialsError;
  readonly asked: boolean;
}

/** Reads the profile that counts. */
export async function readCliProfile(
  options: CliConfigOptions,
  { host, signal }: { readonly host: Host; readonly signal: AbortSignal },
): Promise<CliProfile | CliConfigAbsent> {
  const asked = options.profile || (host.env("BYTEPLUS_PROFILE") ?? host.env("BYTEPLUS_CLI_PROFILE"));
  try {
    const path = options.path || (host.env("BYTEPLUS_CLI_CONFIG_FILE") ?? homePath(host, "config.json"));
    const config = parseCliConfig(await host.readFile(path, { signal }), path);
    const name = asked ?? config.current ?? "default";
    const fields = ownMember(config.profiles, name);
    if (fields !== undefined) return new CliProfile(name, path, config, fields);
    throw failure("PROFILE_NOT_FOUND", "CliConfigProfileNotFound", `${path} has no profile "${name}".`);
  } catch (error) {
    if (!isCredentialsError(error)) throw error;
    const worded = error.vendorCode === undefined ? error.with({ vendorCode: "CliConfigLoad" }) : error;
    if (worded.code !== "NOT_CONFIGURED") throw worded;
    return { absent: worded, asked: asked !== undefined };
  }
}
