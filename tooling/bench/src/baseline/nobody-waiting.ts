import { runModule } from "../harness/child.js";
import { allSubjects } from "../peers/all.js";
import type { Scenario } from "./scenario.js";

/** Test 3. */
export const nobodyWaiting: Scenario = {
  number: 3,
  title: "the source down until past expiry, nobody waiting",
  goal: "the process lives, no unhandled rejection",
  play: () =>
    Promise.all(
      Object.keys(allSubjects).map(async (name) => {
        const { exitCode } = await runModule(program(name));
        return [name, exitCode === 0 ? "the process lives" : `the process exits with ${String(exitCode)}`] as const;
      }),
    ),
};

/** Gets once, lets the refresh come due with the source down, and sits through the expiry; Azure's client retries every 3 real seconds. */
function program(name: string): string {
  const from = (path: string): string => JSON.stringify(new URL(path, import.meta.url).href);
  return `
    import { allSubjects } from ${from("../peers/all.js")};
    import { Upstream } from ${from("../peers/upstream.js")};
    import { withSimulatedTime } from ${from("../harness/simulated-time.js")};
    await withSimulatedTime(async (time) => {
      const upstream = new Upstream();
      upstream.lifetime = 100_000;
      const subject = allSubjects[${JSON.stringify(name)}](upstream);
      await subject.get();
      upstream.isDown = true;
      await time.advance(95_000);
      subject.get().catch(() => undefined);
      await time.advance(10_000);
      await new Promise((resolve) => setTimeout(resolve, 4_000));
    });`;
}
