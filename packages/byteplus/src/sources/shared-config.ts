import { CredentialsError, isCredentialsError, type Host } from "@credport/core";
import type { IniFile } from "@credport/node";
import { parseIni } from "./parse-ini.js";

/** Where the shared credentials file is, and which of its sections counts. An empty text counts as unset. */
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
  /** The credentials file has a section of that name; if not, the section is the config file's. */
  readonly isListed: boolean;
  /** Why there is no credentials file: `NOT_CONFIGURED`. */
  readonly absent: CredentialsError | undefined;
}

const pairKeys: readonly [string, string, string] = [
  "byteplus_access_key_id",
  "byteplus_secret_access_key",
  "byteplus_session_token",
];

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

/** Reads a profile of the shared credentials file and, where enabled, of the config file below it; the former's keys win. */
export async function readSharedProfile(options: SharedFileOptions, context: FileContext): Promise<SharedProfile> {
  const { host } = context;
  const profile = options.profile || (host.env("BYTEPLUS_PROFILE") ?? "default");
  const path = options.path || (host.env("BYTEPLUS_SHARED_CREDENTIALS_FILE") ?? homePath(host, "credentials"));
  const below = loadsSharedConfig(host) ? [await readIni(configPath(host), context)] : [];
  const credentials = await readIni(path, context);
  const sections = [...below, credentials].flatMap((file) => sectionOf(file, profile) ?? []);
  return {
    path,
    profile,
    section: sections.length === 0 ? undefined : merged(sections),
    isListed: sectionOf(credentials, profile) !== undefined,
    absent: isCredentialsError(credentials) ? credentials : undefined,
  };
}

/** Later sections win, key by key; id, secret and token come from one section only, since together they are one identity. */
function merged(sections: readonly ReadonlyMap<string, string>[]): ReadonlyMap<string, string> {
  const isOfPair = ([key]: readonly [string, string]): boolean => pairKeys.includes(key);
  const pair = sections.findLast((section) => section.get(pairKeys[0]) || section.get(pairKeys[1])) ?? [];
  const others = sections.flatMap((section) => [...section].filter((entry) => !isOfPair(entry)));
  return new Map([...others, ...[...pair].filter(isOfPair)]);
}

function configPath(host: Host): string {
  return host.env("BYTEPLUS_CONFIG_FILE") ?? homePath(host, "config");
}

/** `[name]`, or `[profile name]`. */
function sectionOf(file: IniFile | CredentialsError, profile: string): ReadonlyMap<string, string> | undefined {
  return isCredentialsError(file) ? undefined : (file.get(profile) ?? file.get(`profile ${profile}`));
}

/** A file's sections, or `NOT_CONFIGURED` for one that is not there. */
async function readIni(path: string, { host, signal }: FileContext): Promise<IniFile | CredentialsError> {
  try {
    return parseIni(await host.readFile(path, { signal }), path);
  } catch (error) {
    if (!isCredentialsError(error)) throw error;
    const worded = error.with({ vendorCode: "SharedCredsLoad" });
    if (worded.code === "NOT_CONFIGURED") return worded;
    throw worded;
  }
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
