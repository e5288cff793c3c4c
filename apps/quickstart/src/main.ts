import { inspect } from "node:util";
import { parseCommandLine, usage, UsageError, type CommandLine } from "./command-line.js";
import { Output } from "./output/output.js";
import { run } from "./run.js";
import { emulatedStage } from "./stage/emulated-stage.js";
import { liveStage } from "./stage/live-stage.js";

async function play({ live, link, size, seconds }: CommandLine): Promise<boolean> {
  const { stdout } = process;
  const output = new Output((text) => stdout.write(text));
  await using stage = live ? liveStage() : await emulatedStage(link);
  return await run(stage, output, { size, seconds, terminal: stdout.isTTY ? stdout : undefined });
}

try {
  const commandLine = parseCommandLine(process.argv.slice(2));
  if (commandLine.help) process.stdout.write(usage);
  else process.exitCode = (await play(commandLine)) ? 0 : 1;
} catch (error) {
  const isUsage = error instanceof UsageError;
  process.stderr.write(`${isUsage ? error.message : inspect(error)}\n`);
  process.exitCode = isUsage ? 2 : 1;
}
