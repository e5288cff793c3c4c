#!/usr/bin/env node
import { runCommand } from "#command";

const emulator = await runCommand(process.argv.slice(2), (text) => process.stdout.write(text)).catch((error) => {
  process.stderr.write(`credport-emulator: ${error.message}\n`);
  process.exitCode = 1;
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => emulator?.close());
