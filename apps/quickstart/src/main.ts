import { parseArgs } from "node:util";
import { Output } from "./output/output.js";
import { run } from "./run.js";
import { emulatedStage } from "./stage/emulated-stage.js";
import { liveStage, MissingSettings } from "./stage/live-stage.js";

const usage = `Usage: npm start -- [options]

Shows one credentials chain, shared live by real clients, rotating under load.

  --live          on the real cloud, from environment variables (it says which)
  --size MIB      size of the generated file, default 64
  --seconds N     how long the last act lasts, default 10
  --help          this text
`;

const { values } = parseArgs({
  options: {
    live: { type: "boolean", default: false },
    size: { type: "string", default: "64" },
    seconds: { type: "string", default: "10" },
    help: { type: "boolean", default: false },
  },
});

async function main(): Promise<boolean> {
  const output = new Output((text) => process.stdout.write(text));
  await using stage = values.live ? liveStage() : await emulatedStage();
  return await run(stage, output, {
    size: wholeNumber("--size", values.size),
    seconds: wholeNumber("--seconds", values.seconds),
    isTerminal: process.stdout.isTTY,
  });
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new RangeError(`${option} must be a whole number above 0, not "${text}"`);
}

if (values.help) {
  process.stdout.write(usage);
} else {
  try {
    process.exitCode = (await main()) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof MissingSettings || error instanceof RangeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
