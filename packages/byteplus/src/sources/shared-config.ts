import { CredentialsError, isCredentialsError, type Host } from "@credport/core";
import { parseIni, type IniFile } from "./parse-ini.js";

/** Where the shared credentials file is, and which of its sections counts. */
export interface SharedFileOptions {
  /** Default: `BYTEPLUS_SHARED_CREDENTIALS_FILE`, else `~/.byteplus/credentials`. */
  readonly path?: string | undefined;
  /** Default: `BYTEPLUS_PROFILE`, else `default`. */
  readonly profile?: string | undefined;
}

/** What the shared files say about one profile. */
export interface SharedProfile {
  readonly path: string;
  readonly profile: string;
  /** `undefined`: no section of that name. */
  readonly section: ReadonlyMap<string, string> | undefined;
}

interface FileContext {
  readonly host: Host;
  readonly signal: AbortSignal;
}

/** The words Go's boolean parser takes for true. */
const trueWords: readonly (string | undefined)[] = ["1", "t", "T", "true", "TRUE", "True"];

/** Whether `BYTEPLUS_SDK_LOAD_CONFIG` says to read `~/.byteplus/config` too. */
export function loadsSharedConfig(host: Host): boolean {
  return trueWords.includes(host.env("BYTEPLUS_SDK_LOAD_CONFIG"));
}

/**
 * Reads a profile of the shared credentials file and, where enabled, of the config file below it; the former's keys win.
 * Rejects with `NOT_CONFIGURED` where the credentials file is absent or there is no home.
 */
export async function readSharedProfile(options: SharedFileOptions, context: FileContext): Promise<SharedProfile> {
  const { host } = context;
  const profile = options.profile ?? host.env("BYTEPLUS_PROFILE") ?? "default";
  const path = options.path ?? host.env("BYTEPLUS_SHARED_CREDENTIALS_FILE") ?? homePath(host, "credentials");
  const below = loadsSharedConfig(host) ? await readIfPresent(configPath(host), context) : undefined;
  const credentials = below === undefined ? await readIni(path, context) : await readIfPresent(path, context);
  const sections = [below, credentials].map((file) => sectionOf(file, profile)).filter((found) => found !== undefined);
  const section = sections.length === 0 ? undefined : new Map(sections.flatMap((found) => [...found]));
  return { path, profile, section };
}

function configPath(host: Host): string {
  return host.env("BYTEPLUS_CONFIG_FILE") ?? homePath(host, "config");
}

/** `[name]`, or `[profile name]`. */
function sectionOf(file: IniFile | undefined, profile: string): ReadonlyMap<string, string> | undefined {
  return file?.get(profile) ?? file?.get(`profile ${profile}`);
}

async function readIfPresent(path: string, context: FileContext): Promise<IniFile | undefined> {
  try {
    return await readIni(path, context);
  } catch (error) {
    if (isCredentialsError(error) && error.code === "NOT_CONFIGURED") return undefined;
    throw error;
  }
}

async function readIni(path: string, { host, signal }: FileContext): Promise<IniFile> {
  const text = await host.readFile(path, { signal }).catch((error: unknown) => {
    throw isCredentialsError(error) ? error.with({ vendorCode: "SharedCredsLoad" }) : error;
  });
  return parseIni(text, path);
}

/** A file in `~/.byteplus`. Throws `NOT_CONFIGURED` (`UserHomeNotFound`) without a home. */
export function homePath(host: Host, name: string): string {
  const home = host.homedir();
  if (home === undefined) {
    throw new CredentialsError({
      code: "NOT_CONFIGURED",
      vendorCode: "UserHomeNotFound",
      message: `There is no home directory to look for .byteplus/${name} in.`,
    });
  }
  const separator = host.platform === "win32" ? "\\" : "/";
  return [home, ".byteplus", name].join(separator);
}
