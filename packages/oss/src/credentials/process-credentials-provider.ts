import {
  CredentialsError,
  createAccessKeyCredentials,
  isCredentialsError,
  type AccessKeyCredentials,
  type ExecFileResult,
  type GetCredentialsOptions,
  type Host,
} from "@credport/core";
import { createNodeHost } from "@credport/node";
import type { CredentialsProvider } from "./credentials-provider.js";
import { parseProcessOutput } from "./parse-process-output.js";

const source = "oss_process";

/** Options of {@link ProcessCredentialsProvider}. */
export interface ProcessOptions {
  /** Limit for one run, in ms; 0 is one too, negative: none. Default 15 000. */
  readonly timeout?: number | undefined;
  readonly host?: Pick<Host, "execFile" | "platform"> | undefined;
}

/**
 * Runs a shell command at each call and reads credentials from the JSON on its standard output. Nothing is cached: put it into a
 * {@link FetcherCredentialsProvider} for that. The command inherits the environment; whoever can change it can run anything.
 */
export class ProcessCredentialsProvider implements CredentialsProvider {
  readonly #command: string;
  readonly #timeout: number;
  readonly #host: Pick<Host, "execFile" | "platform">;

  /** Throws `CONFIG_INVALID` for an empty command. */
  constructor(command: string, options: ProcessOptions = {}) {
    if (typeof command !== "string" || command.trim() === "") {
      throw new CredentialsError({ code: "CONFIG_INVALID", message: "command must not be empty", source });
    }
    this.#command = command;
    const timeout = options.timeout ?? 15_000;
    this.#timeout = timeout < 0 ? Infinity : timeout;
    this.#host = options.host ?? createNodeHost();
  }

  async getCredentials(options?: GetCredentialsOptions): Promise<AccessKeyCredentials> {
    const windows = this.#host.platform === "win32";
    const { exitCode, stdout } = await this.#run(windows, options?.signal);
    if (exitCode !== 0) {
      const message = `error in credential_process: the command ended with exit code ${exitCode ?? "none (signal)"}`;
      throw new CredentialsError({ code: "PROCESS_FAILED", message, source });
    }
    const output = parseProcessOutput(windows ? stdout.replaceAll('\\"', '"') : stdout, source);
    const { accessKeyId, accessKeySecret, securityToken, expiration } = output;
    return createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken, expiration, source });
  }

  async #run(windows: boolean, signal: AbortSignal | undefined): Promise<ExecFileResult> {
    const [shell, flag] = windows ? ["cmd.exe", "/C"] : ["sh", "-c"];
    try {
      return await this.#host.execFile(shell, [flag, this.#command], { timeout: this.#timeout, signal });
    } catch (error) {
      if (!isCredentialsError(error)) throw error;
      if (error.code === "PROCESS_TIMEOUT") throw error.with({ message: "credential process timed out", source });
      throw error.with({ message: `error in credential_process: ${error.message}`, source });
    }
  }
}
