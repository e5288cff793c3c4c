import {
  createAccessKeyCredentials,
  type CredentialsError,
  isCredentialsError,
  type AccessKeyCredentials,
  type CredentialsSource,
  type LoadContext,
} from "@credport/core";
import { parseTimestamp, splitCommand } from "@credport/node";
import { parseJsonObject, textMember } from "../http/parse-json-object.js";
import { timeoutOf } from "../http/retries.js";
import { failure, requiredText } from "./failure.js";

/** Options of {@link credentialProcess}. */
export interface CredentialProcessOptions {
  /** A command line, split into arguments without a shell, or the arguments themselves. */
  readonly command: string | readonly string[];
  /** In ms. Default 60 000. */
  readonly timeout?: number | undefined;
}

const maxOutputBytes = 64 * 1_024;

/**
 * Keys that a program prints as JSON: `Version` 1, `AccessKeyId`, `SecretAccessKey`, and optionally `SessionToken` and
 * `Expiration`. No shell is involved, and nothing it prints enters an error. Throws `CONFIG_INVALID` for an empty command.
 */
export function credentialProcess(options: CredentialProcessOptions): CredentialsSource {
  const { command } = options;
  const timeout = timeoutOf(options.timeout, 60_000);
  if (!(typeof command === "string" ? command.trim() : command?.[0])) throw emptyCommand();
  return Object.freeze({
    name: "process",
    load: async ({ host, signal }: LoadContext) => {
      const [file, ...args] = typeof command === "string" ? argumentsOf(command, host.platform) : command;
      if (!file) throw emptyCommand();
      const result = await host.execFile(file, args, { timeout, maxOutputBytes, signal }).catch((error: unknown) => {
        throw isCredentialsError(error) ? error.with({ vendorCode: "ProcessProviderExecutionError" }) : error;
      });
      if (result.exitCode !== 0) {
        const how = result.exitCode === null ? "was ended by a signal" : `exited with ${result.exitCode}`;
        throw failure("PROCESS_FAILED", "ProcessProviderExecutionError", `The credential process ${how}.`);
      }
      return readOutput(result.stdout);
    },
  });
}

function argumentsOf(command: string, platform: string): readonly string[] {
  try {
    return splitCommand(command, platform, '"command"');
  } catch (error) {
    throw isCredentialsError(error) ? error.with({ vendorCode: "ProcessProviderRequiredError" }) : error;
  }
}

function emptyCommand(): CredentialsError {
  return failure("CONFIG_INVALID", "ProcessProviderRequiredError", '"command" is empty.');
}

function readOutput(stdout: string): AccessKeyCredentials {
  const output = parseJsonObject(stdout);
  if (output === undefined)
    throw malformed("ProcessProviderParseError", "The credential process printed no JSON object.");
  if (output["Version"] !== 1)
    throw malformed("ProcessProviderVersionError", '"Version" of the credential process must be 1.');
  const required = requiredText(output, (name) =>
    failure("CONFIG_INVALID", "ProcessProviderRequiredError", `The credential process printed no "${name}".`),
  );
  return createAccessKeyCredentials({
    accessKeyId: required("AccessKeyId"),
    accessKeySecret: required("SecretAccessKey"),
    securityToken: textMember(output, "SessionToken"),
    expiration: expirationOf(output["Expiration"] ?? ""),
    source: "process",
  });
}

function expirationOf(value: unknown): Date | undefined {
  if (value === "") return undefined;
  const expiration = parseTimestamp(value);
  if (expiration !== undefined) return expiration;
  throw malformed("ProcessProviderParseError", '"Expiration" of the credential process is no RFC 3339 time.');
}

function malformed(vendorCode: string, message: string): CredentialsError {
  return failure("MALFORMED_RESPONSE", vendorCode, message);
}
