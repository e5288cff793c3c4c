import { parseArgs } from "node:util";
import { startEmulator, type EmulatorCore } from "./emulator.js";
import { isServiceName, serviceNames } from "./services/registry.js";

const USAGE = `Usage: credport-emulator [options]

Starts stand-ins for cloud services on loopback ports, makes a user and a role, and prints how to reach them.

  --services LIST    comma-separated, default all: ${serviceNames.join(", ")}
  --port NAME=PORT   port of a service, or of "control"; repeatable, default free ports
  --bucket NAME      make this bucket in OSS and TOS; repeatable
  --directory PATH   keep objects as files below this directory, default in memory
  --region ID        default cn-hangzhou
  --account-id ID    default 1234567890123456
  --help             this text
`;

/**
 * The command `credport-emulator`: starts what the arguments say and writes how to reach it. Returns the running
 * emulator, or `undefined` after `--help`. Throws a `TypeError` that names a wrong argument.
 */
export async function runCommand(
  args: readonly string[],
  write: (text: string) => void,
): Promise<EmulatorCore | undefined> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      services: { type: "string" },
      port: { type: "string", multiple: true },
      bucket: { type: "string", multiple: true },
      directory: { type: "string" },
      region: { type: "string" },
      "account-id": { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) {
    write(USAGE);
    return undefined;
  }
  const services = (values.services?.split(",") ?? serviceNames).map(readService);
  if (values.bucket !== undefined && !services.some((name) => name === "oss" || name === "tos")) {
    throw new TypeError("--bucket: needs the service oss or tos");
  }
  const emulator = await startEmulator({
    services,
    ports: Object.fromEntries((values.port ?? []).map(readPort)),
    storage: values.directory === undefined ? "memory" : { directory: values.directory },
    region: values.region,
    accountId: values["account-id"],
  });
  for (const bucket of values.bucket ?? []) {
    if (emulator.endpoints.has("oss")) emulator.oss.createBucket(bucket);
    if (emulator.endpoints.has("tos")) emulator.tos.createBucket(bucket);
  }
  write(describe(emulator));
  return emulator;
}

function describe(emulator: EmulatorCore): string {
  const user = emulator.accounts.createUser({ name: "emulator" });
  const role = emulator.accounts.createRole({ name: "emulator" });
  const lines: readonly (readonly [name: string, value: string])[] = [
    ...[...emulator.endpoints].map(([name, { url }]) => [name, url] as const),
    ["control", emulator.control.url],
    ["access key id", user.accessKeyId],
    ["access key secret", user.accessKeySecret],
    ["role", role.arn],
  ];
  return lines.map(([name, value]) => `${name.padEnd(20)}${value}\n`).join("");
}

function readService(name: string): (typeof serviceNames)[number] {
  if (isServiceName(name)) return name;
  throw new TypeError(`--services: no service "${name}"; there are ${serviceNames.join(", ")}`);
}

function readPort(text: string): [name: string, port: number] {
  const [name = "", port = ""] = text.split("=");
  const number = Number(port);
  const isName = name === "control" || isServiceName(name);
  if (!isName || port === "" || !Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new TypeError(`--port ${text}: write NAME=PORT, NAME a service or "control"`);
  }
  return [name, number];
}
