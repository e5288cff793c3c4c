import {
  createAccessKeyCredentials,
  CredentialsError,
  isCredentialsError,
  type AccessKeyCredentials,
  type CredentialsSource,
  type ExecFileResult,
} from "@credport/core";
import { splitCommand } from "@credport/node";
import { incomplete, isJsonObject, textMember, tryParseJson } from "../http/parse-answer.js";
import { parseExpiration } from "../http/parse-expiration.js";
import { checkOptionNames, configInvalid, countOption } from "../options/check-options.js";

const name = "external";
const service = "The external process";

/** Options of {@link external}. */
export interface ExternalOptions {
  /** The command line. It is split into arguments and run without a shell. */
  readonly processCommand: string;
  /** How long it may run, in ms. Default 60 000. */
  readonly processTimeout?: number | undefined;
}

const optionNames = { processCommand: true, processTimeout: true } satisfies Record<keyof ExternalOptions, true>;

/**
 * Credentials printed by a program of your own (config.json mode `External`, provider name `external`). Without an expiration
 * that can be read they are not cached: the program runs at every call. Neither command nor output enters an error.
 */
export function external(options: ExternalOptions): CredentialsSource {
  checkOptionNames(name, options, optionNames);
  const command: unknown = options.processCommand;
  if (typeof command !== "string") throw configInvalid("processCommand", "is missing");
  const timeout = countOption("processTimeout", options.processTimeout) ?? 60_000;
  return {
    name,
    async load({ host, signal }) {
      const [program, ...parameters] = splitCommand(command, host.platform, "process_command");
      let result: ExecFileResult;
      try {
        result = await host.execFile(program, parameters, { timeout, signal });
      } catch (error) {
        throw withoutCommand(error, timeout);
      }
      const { exitCode, stdout } = result;
      if (exitCode === 0) return parseOutput(stdout);
      throw failed(exitCode === null ? "was ended by a signal" : `ended with exit code ${String(exitCode)}`);
    },
  };
}

/** A host's failure in words of our own: its message and cause name the program, and that stands in the command line. */
function withoutCommand(error: unknown, timeout: number): unknown {
  if (!isCredentialsError(error)) return error;
  switch (error.code) {
    case "ABORTED":
      return error.with({ message: "The process of process_command was aborted" });
    case "PROCESS_TIMEOUT":
      return error.with({
        message: `The process of process_command did not end within ${String(timeout)} ms`,
        cause: undefined,
      });
    case "PROCESS_FAILED":
      return failed("could not be started, or printed more than 1 MiB");
    default:
      return error;
  }
}

function failed(how: string): CredentialsError {
  return new CredentialsError({ code: "PROCESS_FAILED", message: `The process of process_command ${how}` });
}

function parseOutput(stdout: string): AccessKeyCredentials {
  const output = tryParseJson(stdout);
  if (output === undefined) {
    throw new CredentialsError({ code: "MALFORMED_RESPONSE", message: "The external process did not print JSON" });
  }
  const field = (key: string): string => {
    const value = isJsonObject(output) ? textMember(output, key) : undefined;
    if (value === undefined) throw incomplete(service, `without ${key}`);
    return value;
  };
  const isSession = textMember(output, "mode")?.toLowerCase() === "ststoken";
  const expiration = readableExpiration(textMember(output, "expiration"));
  return createAccessKeyCredentials({
    accessKeyId: field("access_key_id"),
    accessKeySecret: field("access_key_secret"),
    securityToken: isSession ? field("sts_token") : textMember(output, "sts_token"),
    expiration,
    cache: expiration !== undefined,
    source: name,
  });
}

function readableExpiration(text: string | undefined): Date | undefined {
  try {
    return text === undefined ? undefined : parseExpiration(text);
  } catch {
    return undefined;
  }
}
