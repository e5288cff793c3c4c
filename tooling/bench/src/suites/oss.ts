import { measure } from "../harness/measure.js";
import { serveInProcess } from "../harness/server-process.js";
import type { Suite } from "../harness/suite.js";
import { programCosts } from "../footprint/import-cost.js";
import { installSizes } from "../footprint/install-size.js";
import { checksums } from "../oss/checksums.js";
import { makeClients } from "../oss/clients.js";
import { installs, programs } from "../oss/footprint.js";
import { inTurns } from "../oss/in-turns.js";
import { server } from "../oss/server.js";
import { signatures } from "../oss/signatures.js";
import { streams } from "../oss/streams.js";

/**
 * Objects of 1 KiB and of 512 MiB against raw undici and other clients, on a server in a process of its own. Goals: 0.85 of
 * undici's throughput one at a time, 0.75 at 32 and 128; streams at least ali-oss, within 16 MiB of its memory; a signature in at most
 * 5 us; CRC-64 at 1.5 GiB/s.
 */
export const suite: Suite = {
  description: "OSS: small objects, streams and signatures, against undici, ali-oss, client-s3 and opendal",
  async run(report) {
    await signatures(report);
    await checksums(report);
    await using running = await serveInProcess(server);
    const clients = await Promise.all(Object.values(makeClients).map((make) => make(running.url)));
    for (const operation of ["put", "get"] as const) {
      for (const concurrency of [1, 32, 128]) {
        const contenders = clients.map((client) => ({
          name: client.name,
          run: (count: number) => inTurns(count, concurrency, () => client[operation]()),
        }));
        const results = await measure(contenders, { rounds: 7, budget: 200 });
        report.table(
          [`${operation} 1 KiB, ${concurrency} at a time`, "us", "throughput against undici", "us of CPU time"],
          results.map(({ name, nanoseconds, ratio, cpuNanoseconds }) => [
            name,
            nanoseconds / 1000,
            1 / ratio,
            cpuNanoseconds / 1000,
          ]),
        );
      }
    }
    await streams(report, running.url);
    await programCosts(report, programs(running.url));
    installSizes(report, installs);
  },
};
