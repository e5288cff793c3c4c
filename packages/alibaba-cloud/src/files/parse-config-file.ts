import { CredentialsError } from "@credport/core";
import { isJsonObject, tryParseJson, type JsonObject } from "../http/parse-answer.js";

/** The command line tool's config.json, as far as credentials are concerned. */
export interface ConfigFile {
  readonly path: string;
  /** The profile that is used when none is named. */
  readonly current: string | undefined;
  /** By name; of several with one name the first. */
  readonly profiles: ReadonlyMap<string, JsonObject>;
}

/** Parses config.json. `FILE_MALFORMED` names the path and never shows the content. Profiles are not looked into. */
export function parseConfigFile(text: string, path: string): ConfigFile {
  const content = tryParseJson(withoutByteOrderMark(text));
  if (content === undefined) throw malformed(path, "is not valid JSON");
  if (!isJsonObject(content)) throw malformed(path, "is not a JSON object");
  const list: unknown = content["profiles"];
  if (!Array.isArray(list) || list.length === 0) throw malformed(path, "has no profiles");
  const profiles = new Map<string, JsonObject>();
  for (const profile of list) {
    const name: unknown = isJsonObject(profile) ? profile["name"] : undefined;
    if (isJsonObject(profile) && typeof name === "string" && !profiles.has(name)) profiles.set(name, profile);
  }
  const current = content["current"];
  return { path, current: typeof current === "string" && current !== "" ? current : undefined, profiles };
}

/** Drops a byte order mark. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

function malformed(path: string, problem: string): CredentialsError {
  return new CredentialsError({ code: "FILE_MALFORMED", message: `${path} ${problem}` });
}
