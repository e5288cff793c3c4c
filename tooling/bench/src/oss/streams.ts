import { runModule } from "../harness/child.js";
import type { Cell, Report } from "../harness/report.js";
import { median } from "../harness/statistics.js";

const clientsModule = JSON.stringify(new URL("clients.js", import.meta.url).href);

/** One way of streaming 512 MiB, and what the process does before. */
interface Streaming {
  readonly title: string;
  readonly operation: "upload" | "download";
  readonly before: string;
}

const streamings: readonly Streaming[] = [
  // No call before an upload, whose peak it would hide: see the traps in the README.
  { title: "upload of 512 MiB", operation: "upload", before: "" },
  { title: "download of 512 MiB, the first call", operation: "download", before: "" },
  {
    title: "download of 512 MiB, right after small objects",
    operation: "download",
    before: "await client.put(); await client.get();",
  },
];

/** What one process took. */
interface Run {
  readonly seconds: number;
  readonly cpu: number;
  readonly rss: number;
}

/** Streams 512 MiB, in a fresh process per client, so that each has its own memory. Rounds take turns. */
export async function streams(report: Report, url: string): Promise<void> {
  const names = ["undici", "credport", "ali-oss"];
  for (const streaming of streamings) {
    const runs = new Map<string, Run[]>(names.map((name) => [name, []]));
    for (let round = 0; round < 3; round += 1) {
      for (const name of names) runs.get(name)?.push(await streamOnce(name, streaming, url));
    }
    const middle = (name: string, pick: (run: Run) => number): number => median((runs.get(name) ?? []).map(pick));
    const base = middle("undici", (run) => run.seconds);
    report.table(
      [streaming.title, "s", "throughput against undici", "CPU s", "peak RSS MiB"],
      names.map((name): Cell[] => {
        const seconds = middle(name, (run) => run.seconds);
        return [name, seconds, base / seconds, middle(name, (run) => run.cpu), middle(name, (run) => run.rss)];
      }),
    );
  }
}

async function streamOnce(name: string, { operation, before }: Streaming, url: string): Promise<Run> {
  const { exitCode, stdout, stderr } = await runModule(
    `import { makeClients } from ${clientsModule};
    const client = await makeClients[${JSON.stringify(name)}](${JSON.stringify(url)});
    ${before}
    const start = performance.now();
    await client[${JSON.stringify(operation)}]();
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    console.log([(performance.now() - start) / 1000, (userCPUTime + systemCPUTime) / 1e6, maxRSS / 1024].join(" "));
    process.exit();`,
  );
  // A client may print lines of its own: the numbers are on the last one.
  const [seconds = NaN, cpu = NaN, rss = NaN] = (stdout.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
  if (exitCode !== 0 || Number.isNaN(seconds)) throw new Error(`${name} ${operation} failed: ${stderr}`);
  return { seconds, cpu, rss };
}
