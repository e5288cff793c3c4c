import { runModule } from "../harness/child.js";
import type { Report } from "../harness/report.js";
import { median } from "../harness/statistics.js";

const rounds = 9;
const environment = { ALIBABA_CLOUD_ACCESS_KEY_ID: "testAkId", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testAkSecret" };

/** Prints how long the first credentials of a freshly imported default chain take, in ms. */
const program = `
  const [{ createProvider }, { defaultChain }] = [await import("@credport/node"), await import("@credport/alibaba-cloud")];
  const start = performance.now();
  await createProvider(defaultChain()).getCredentials();
  console.log(performance.now() - start);`;

/** The first credentials of the default chain, from the environment, after the import, in fresh processes. */
export async function firstResolution(report: Report): Promise<void> {
  report.heading(`Default chain, first credentials from the environment (fresh processes, ${rounds} runs)`);
  const times = [];
  for (let round = 0; round < rounds; round += 1) {
    const { exitCode, stdout, stderr } = await runModule(program, environment);
    if (exitCode !== 0) throw new Error(`the program ended with ${String(exitCode)}: ${stderr}`);
    times.push(Number(stdout));
  }
  report.table(["", "ms"], [["median", median(times)]]);
  report.note("Goal: below 1 ms.");
}
