import { runModule } from "../harness/child.js";
import type { Report } from "../harness/report.js";
import { median } from "../harness/statistics.js";

/** A program that imports a library, and may do something with it. */
export interface Program {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Statements of an ES module. */
  readonly source: string;
}

const alibabaKeys = { ALIBABA_CLOUD_ACCESS_KEY_ID: "testAkId", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "testAkSecret" };
const awsKeys = { AWS_ACCESS_KEY_ID: "testAkId", AWS_SECRET_ACCESS_KEY: "testAkSecret" };

const programs: readonly Program[] = [
  { name: "nothing", environment: {}, source: "" },
  { name: "@credport/core", environment: {}, source: 'await import("@credport/core");' },
  { name: "@credport/node (with core)", environment: {}, source: 'await import("@credport/node");' },
  {
    name: "@credport/alibaba-cloud (with core and node), first credentials",
    environment: alibabaKeys,
    source: `
      const [{ createProvider }, { environment }] = [await import("@credport/node"), await import("@credport/alibaba-cloud")];
      await createProvider(environment()).getCredentials();`,
  },
  {
    name: "@alicloud/credentials, first credentials",
    environment: alibabaKeys,
    source: `
      const { default: { default: Credential } } = await import("@alicloud/credentials");
      await new Credential().getCredential();`,
  },
  {
    name: "@aws-sdk/credential-provider-node, first credentials",
    environment: awsKeys,
    source: `
      const { defaultProvider } = await import("@aws-sdk/credential-provider-node");
      await defaultProvider()();`,
  },
  { name: "google-auth-library, import alone", environment: {}, source: 'await import("google-auth-library");' },
  { name: "@azure/identity, import alone", environment: {}, source: 'await import("@azure/identity");' },
];

const rounds = 9;

/** What starting a program with a library costs, in fresh processes, one after the other, round after round. */
export async function importCost(report: Report): Promise<void> {
  report.heading(`Import and first credentials (fresh processes, medians of ${rounds} interleaved runs)`);
  await programCosts(report, programs);
  report.note("Goals for the three @credport packages together: below 15 ms and below 30 modules.");
}

/** A table of what programs cost until they end. */
export async function programCosts(report: Report, programs: readonly Program[]): Promise<void> {
  const times = programs.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, program] of programs.entries())
      times[index]?.push(await numberFrom(timedSource(program), program));
  }
  const rows = [];
  for (const [index, program] of programs.entries()) {
    rows.push([program.name, median(times[index] ?? []), await numberFrom(countedSource(program), program)]);
  }
  report.table(["", "ms of CPU time", "module files"], rows);
}

/** CPU time: with the files in the page cache that is what an idle machine takes, and neighbours hardly show. */
function timedSource({ source }: Program): string {
  return `
    const start = process.cpuUsage();
    ${source}
    const { user, system } = process.cpuUsage(start);
    console.log((user + system) / 1000);`;
}

/** ES modules are counted by a loader hook, which sees no `require`; those stand in its cache. */
function countedSource({ source }: Program): string {
  const hook = new URL("loads-hook.js", import.meta.url).href;
  return `
    import { createRequire, register } from "node:module";
    import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
    const { port1, port2 } = new MessageChannel();
    register(${JSON.stringify(hook)}, { data: { port: port2 }, transferList: [port2] });
    ${source}
    await new Promise((resolve) => setTimeout(resolve, 50));
    let count = Object.keys(createRequire(import.meta.url).cache).length;
    while (receiveMessageOnPort(port1) !== undefined) count += 1;
    console.log(count);
    port1.close();`;
}

async function numberFrom(source: string, { name, environment }: Program): Promise<number> {
  const { exitCode, stdout, stderr } = await runModule(source, environment);
  if (exitCode !== 0) throw new Error(`${name} ended with ${String(exitCode)}: ${stderr}`);
  return Number(stdout);
}
