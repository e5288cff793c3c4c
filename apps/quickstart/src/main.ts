import { inspect, parseArgs } from "node:util";
import { Output } from "./output/output.js";
import { run } from "./run.js";
import { emulatedStage } from "./stage/emulated-stage.js";
import { isLink, links, type Link } from "./stage/links.js";
import { liveStage, MissingSettings } from "./stage/live-stage.js";

const usage = `Usage: npm start -- [options]

Shows one credentials chain, shared live by real clients, rotating under load.

  --link NAME     which link of the default chain answers: env (default), oidc, cli, ini, ecs or uri
  --live          on the real cloud, from environment variables (it says which)
  --size MIB      size of the generated file, default 64
  --seconds N     how long the last act lasts, default 10
  --help          this text
`;

const { values } = parseArgs({
  options: {
    link: { type: "string", default: "env" },
    live: { type: "boolean", default: false },
    size: { type: "string", default: "64" },
    seconds: { type: "string", default: "10" },
    help: { type: "boolean", default: false },
  },
});

async function main(): Promise<boolean> {
  const output = new Output((text) => process.stdout.write(text));
  await using stage = values.live ? liveStage() : await emulatedStage(linkNamed(values.link));
  return await run(stage, output, {
    size: wholeNumber("--size", values.size),
    seconds: wholeNumber("--seconds", values.seconds),
    isTerminal: process.stdout.isTTY,
  });
}

function linkNamed(text: string): Link {
  if (isLink(text)) return text;
  throw new RangeError(`--link must be one of ${links.join(", ")}, not "${text}"`);
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
    const isUsage = error instanceof MissingSettings || error instanceof RangeError;
    process.stderr.write(isUsage ? `${error.message}\n` : `${inspect(error)}\n`);
    process.exitCode = isUsage ? 2 : 1;
  }
}
