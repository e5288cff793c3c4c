import { parseArgs } from "node:util";
import { startEmulator } from "./emulator.js";
import { isServiceName, serviceNames } from "./services/registry.js";

const USAGE = `Usage: credport-emulator [options]

Starts stand-ins for cloud services on loopback ports, makes a user and a role, and prints how to reach them.

  --services LIST    comma-separated, default all: ${serviceNames.join(", ")}
  --port NAME=PORT   port of a service, or of "control"; repeatable, default free ports
  --directory PATH   keep objects as files here, default in memory
  --region ID        default cn-hangzhou
  --account-id ID    default 1234567890123456
  --help             this text
`;

const { values } = parseArgs({
  options: {
    services: { type: "string" },
    port: { type: "string", multiple: true },
    directory: { type: "string" },
    region: { type: "string" },
    "account-id": { type: "string" },
    help: { type: "boolean" },
  },
});

if (values.help === true) {
  process.stdout.write(USAGE);
} else {
  await run();
}

async function run(): Promise<void> {
  const services = (values.services?.split(",") ?? [...serviceNames]).map((name) => {
    if (isServiceName(name)) return name;
    throw new TypeError(`--services: no service "${name}"; there are ${serviceNames.join(", ")}`);
  });
  const emulator = await startEmulator({
    services,
    ports: Object.fromEntries((values.port ?? []).map(readPort)),
    storage: values.directory === undefined ? "memory" : { directory: values.directory },
    region: values.region,
    accountId: values["account-id"],
  });
  const user = emulator.accounts.createUser({ name: "emulator" });
  const role = emulator.accounts.createRole({ name: "emulator" });
  const lines = [
    ...[...emulator.endpoints].map(([name, { url }]) => [name, url] as const),
    ["control", emulator.control.url] as const,
    ["access key id", user.accessKeyId] as const,
    ["access key secret", user.accessKeySecret] as const,
    ["role", role.arn] as const,
  ];
  process.stdout.write(lines.map(([name, value]) => `${name.padEnd(18)}${value}\n`).join(""));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void emulator.close());
}

function readPort(text: string): [name: string, port: number] {
  const [name = "", port = ""] = text.split("=");
  const number = Number(port);
  if ((name !== "control" && !isServiceName(name)) || !Number.isInteger(number) || number < 0 || number > 65_535) {
    throw new TypeError(`--port ${text}: write NAME=PORT, NAME a service or "control"`);
  }
  return [name, number];
}
