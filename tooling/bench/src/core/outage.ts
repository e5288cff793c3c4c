import { createProvider } from "@credport/core";
import { issueSessions, scriptedHost, scriptedSource, settle } from "@credport/testing";
import type { Report } from "../harness/report.js";
import { withSimulatedTime } from "../harness/simulated-time.js";
import { alibaba } from "../peers/alibaba.js";
import { awsClient } from "../peers/aws.js";
import { google } from "../peers/google.js";
import type { MakeSubject } from "../peers/subject.js";
import { Upstream } from "../peers/upstream.js";

const lifetime = 3_600_000;
/** Between two calls, in ms. */
const interval = 10_000;
const calls = lifetime / interval - 1;
/** Callers may be kept waiting in the last 180 s of an hour. */
const blockingWindow = 180_000;

/** The source goes down right after the first load; the credential stays valid to its end. Nobody should notice. */
export async function outage(report: Report): Promise<void> {
  report.heading("An outage while the credential is still valid (1 h, a call every 10 s)");
  const share = (part: number): string => `${((100 * part) / calls).toFixed(1)} %`;
  const rows = [];
  for (const mode of ["fails", "hangs"] as const) {
    const { failed, blockedEarly, longestWait, loads } = await ownOutage(mode);
    rows.push([`@credport, the source ${mode}`, share(failed), share(blockedEarly), longestWait / 1000, loads]);
  }
  const peers: [string, MakeSubject][] = [
    ["AWS, a client's cache", awsClient],
    ["google-auth-library", google],
    ["@alicloud/credentials", alibaba],
  ];
  for (const [name, make] of peers) {
    const { failed, loads } = await peerOutage(make);
    rows.push([`${name}, the source fails`, share(failed), "-", "-", loads]);
  }
  report.table(["", "failed", "blocked before the last 180 s", "longest wait, s", "loads"], rows);
  report.note("Goals: 0 % failed, 0 % blocked outside the blocking window, and there at most 5 s.");
}

async function ownOutage(
  mode: "fails" | "hangs",
): Promise<{ failed: number; blockedEarly: number; longestWait: number; loads: number }> {
  const host = scriptedHost({ random: Math.random });
  const source = scriptedSource(issueSessions(lifetime));
  await using provider = createProvider(source, { host });
  const { expiration } = await provider.getCredentials();
  const expiry = expiration?.getTime() ?? NaN;
  source.answer(mode === "fails" ? new Error("the source is down") : () => new Promise(() => undefined));
  const result = { failed: 0, blockedEarly: 0, longestWait: 0 };
  while (host.now() + interval < expiry) {
    await host.clock.advance(interval);
    const start = host.now();
    let pending = true;
    provider.getCredentials().then(
      () => (pending = false),
      () => {
        pending = false;
        result.failed += 1;
      },
    );
    await settle();
    if (pending && expiry - start > blockingWindow) result.blockedEarly += 1;
    while (pending) await host.clock.advance(100);
    result.longestWait = Math.max(result.longestWait, host.now() - start);
  }
  return { ...result, loads: source.loads };
}

function peerOutage(make: MakeSubject): Promise<{ failed: number; loads: number }> {
  return withSimulatedTime(async (time) => {
    const upstream = new Upstream();
    upstream.lifetime = lifetime;
    const subject = make(upstream);
    await subject.get();
    upstream.isDown = true;
    let failed = 0;
    for (let call = 0; call < calls; call += 1) {
      await time.advance(interval);
      await subject.get().catch(() => (failed += 1));
    }
    return { failed, loads: upstream.calls };
  });
}
