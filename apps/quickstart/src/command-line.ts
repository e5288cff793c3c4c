import { parseArgs } from "node:util";
import { isLink, links, type Link } from "./stage/links.js";

/** What `--help` prints. */
export const usage = `Usage: npm start -- [options]

Shows one credentials chain, shared live by real clients, rotating under load.

  --link NAME     which link of the default chain answers: env (default), oidc, cli, ini, ecs or uri
  --live          on the real cloud, from environment variables (it says which)
  --size MIB      size of the generated file, default 64
  --seconds N     how long the last act lasts, default 10
  --help          this text
`;

/** What the command line asks for. */
export interface CommandLine {
  readonly link: Link;
  readonly live: boolean;
  /** Size of the generated file, in MiB. */
  readonly size: number;
  /** How long the last act lasts, in seconds. */
  readonly seconds: number;
  readonly help: boolean;
}

/** The program cannot start as it was called; the message says what to change. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
}

/** Reads the arguments of the program. Throws {@link UsageError} naming the one that is wrong. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { link, live, size, seconds, help } = optionsOf(args);
  if (!isLink(link)) throw new UsageError(`--link must be one of ${links.join(", ")}, not "${link}"`);
  return { link, live, size: wholeNumber("--size", size), seconds: wholeNumber("--seconds", seconds), help };
}

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        link: { type: "string", default: "env" },
        live: { type: "boolean", default: false },
        size: { type: "string", default: "64" },
        seconds: { type: "string", default: "10" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new UsageError(`${option} must be a whole number above 0, not "${text}"`);
}
