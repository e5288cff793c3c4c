import { asRecord } from "../../errors/parse-wire-error.js";
import { parseJsonObject } from "../../http/parse-json-object.js";
import { failure } from "../failure.js";

type JsonObject = Readonly<Record<string, unknown>>;

/** The BytePlus CLI's config.json. */
export interface CliConfig {
  readonly current: string | undefined;
  readonly profiles: JsonObject;
  readonly ssoSessions: JsonObject;
}

/** Reads config.json. Anything but an object with at least one profile is `FILE_MALFORMED`. */
export function parseCliConfig(text: string, path: string): CliConfig {
  const config = text.trim() === "" ? {} : parseJsonObject(keepLongNumbers(text.replace(/^\ufeff/, "")));
  if (config === undefined) {
    throw failure("FILE_MALFORMED", "CliConfigUnmarshal", `${path} holds no JSON object.`);
  }
  const profiles = asRecord(config["profiles"]);
  if (profiles === undefined || Object.keys(profiles).length === 0) {
    throw failure("FILE_MALFORMED", "CliConfigNoProfiles", `${path} has no profiles.`);
  }
  const { current } = config;
  return {
    current: typeof current === "string" && current !== "" ? current : undefined,
    profiles,
    ssoSessions: asRecord(config["sso-session"]) ?? {},
  };
}

/** A member of its own, never one every object inherits. */
export function ownMember(record: JsonObject, name: string): JsonObject | undefined {
  return Object.hasOwn(record, name) ? asRecord(record[name]) : undefined;
}

/** Quotes expirations of 16 digits and more (micro- and nanoseconds), which as numbers would lose their last digits. */
function keepLongNumbers(text: string): string {
  return text.replace(/("sts-expiration"\s*:\s*)(-?\d{16,})(?=\s*[,}])/g, '$1"$2"');
}
