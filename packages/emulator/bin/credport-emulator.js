#!/usr/bin/env node
import { runCommand } from "#command";

// Without a reader nobody learns where the services are.
process.stdout.once("error", () => process.exit(1));

const emulator = await runCommand(process.argv.slice(2), (text) => process.stdout.write(text)).catch((error) => {
  process.stderr.write(`credport-emulator: ${error.message}\n`);
  process.exitCode = 1;
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => emulator?.close());
