import { runModule } from "../harness/child.js";
import type { Cell, Report } from "../harness/report.js";
import { median } from "../harness/statistics.js";

const clientsModule = JSON.stringify(new URL("clients.js", import.meta.url).href);

/** Streams 512 MiB, in a fresh process per client, so that each has its own memory. Rounds take turns. */
export async function streams(report: Report, url: string): Promise<void> {
  const names = ["undici", "credport", "ali-oss"];
  for (const operation of ["upload", "download"]) {
    const runs = new Map<string, { seconds: number; cpu: number; rss: number }[]>(names.map((name) => [name, []]));
    for (let round = 0; round < 3; round += 1) {
      for (const name of names) runs.get(name)?.push(await streamOnce(name, operation, url));
    }
    const middle = (name: string, pick: (run: { seconds: number; cpu: number; rss: number }) => number): number =>
      median((runs.get(name) ?? []).map(pick));
    const base = middle("undici", (run) => run.seconds);
    report.table(
      [`${operation} of 512 MiB`, "s", "throughput against undici", "CPU s", "peak RSS MiB"],
      names.map((name): Cell[] => {
        const seconds = middle(name, (run) => run.seconds);
        return [name, seconds, base / seconds, middle(name, (run) => run.cpu), middle(name, (run) => run.rss)];
      }),
    );
  }
  const peaks = [];
  for (let round = 0; round < 3; round += 1) peaks.push((await streamOnce("undici", "rest", url)).rss);
  report.note(
    `Peak RSS of a process that makes one small GET through undici and then rests: ${Math.round(median(peaks))} MiB.`,
  );
}

async function streamOnce(
  name: string,
  operation: string,
  url: string,
): Promise<{ seconds: number; cpu: number; rss: number }> {
  // Not before an upload, whose peak it would hide: see the traps in the README.
  const warmUp = operation === "upload" ? "" : "await client.get();";
  const { exitCode, stdout, stderr } = await runModule(
    `import { makeClients } from ${clientsModule};
    const client = makeClients[${JSON.stringify(name)}](${JSON.stringify(url)});
    ${warmUp}
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
