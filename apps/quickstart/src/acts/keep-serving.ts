import { setTimeout as sleep } from "node:timers/promises";
import type { CredentialsEvent, CredentialsProvider } from "@credport/core";
import type { Output } from "../output/output.js";
import type { Trouble } from "../stage/stage.js";
import type { ObjectClient } from "./object-client.js";

const inFlight = 200;
const body = Buffer.from("One credential, many clients.\n");

/** How the storm ended. */
export interface Served {
  readonly requests: number;
  readonly failed: number;
  /** One example of a failure, if there was any. */
  readonly failure: unknown;
  /** Requests each key id served; empty on the real cloud. */
  readonly byKey: ReadonlyMap<string, number>;
}

/** Something that happens at a second of the act. */
interface Turn {
  readonly at: number;
  readonly text: string;
  run(): void;
}

/** What happens while the requests run; `heal` makes STS work again, whenever the act ends. */
function script(trouble: Trouble): { readonly turns: readonly Turn[]; heal(): void } {
  let heal = (): void => undefined;
  const failSts = (): void => {
    heal = trouble.failSts();
  };
  return {
    turns: [
      { at: 3, text: "STS starts answering 503", run: failSts },
      { at: 6, text: "STS is back", run: () => heal() },
      { at: 8, text: "OSS refuses every session given out so far", run: () => void trouble.expireSessions() },
    ],
    heal: () => heal(),
  };
}

/** Options of {@link keepServing}. */
export interface KeepServingOptions {
  readonly provider: CredentialsProvider;
  readonly clients: readonly ObjectClient[];
  readonly trouble: Trouble | undefined;
  /** How long, in seconds. */
  readonly seconds: number;
}

/** Keeps 200 requests in flight while sessions rotate and, on the emulator, STS fails and sessions are refused. */
export async function keepServing(output: Output, options: KeepServingOptions): Promise<Served> {
  const { provider, clients, trouble, seconds } = options;
  output.heading(`3. ${String(inFlight)} requests in flight while the session rotates`);
  let [requests, failed, isOver] = [0, 0, false];
  let failure: unknown;
  const byKey = new Map<string, number>();
  const say = (second: string, text: string): void => {
    output.fact(second, text);
  };

  const work = async (worker: number): Promise<void> => {
    const client = clients[worker % clients.length];
    const key = `quickstart/${String(worker)}`;
    for (let turn = 0; client !== undefined && !isOver; turn += 1) {
      try {
        await (turn % 2 === 0 ? client.put(key, body) : client.get(key));
      } catch (error) {
        failed += 1;
        failure ??= error;
      }
      requests += 1;
    }
  };

  using _ = provider.subscribe((event) => {
    say("", describe(event));
  });
  const workers = Array.from({ length: inFlight }, (_unused, worker) => work(worker));
  const { turns, heal } = trouble === undefined ? { turns: [], heal: () => undefined } : script(trouble);
  for (let second = 1; second <= seconds; second += 1) {
    await sleep(1000);
    for (const [key, count] of trouble?.served() ?? []) byKey.set(key, (byKey.get(key) ?? 0) + count);
    say(`second ${String(second)}`, `${String(requests)} requests served, ${String(failed)} failed`);
    for (const { at, text, run } of turns) {
      if (at !== second) continue;
      say("", `>> ${text}`);
      run();
    }
  }
  isOver = true;
  heal();
  await Promise.all(workers);
  for (const [key, count] of trouble?.served() ?? []) byKey.set(key, (byKey.get(key) ?? 0) + count);
  return { requests, failed, failure, byKey };
}

function describe(event: CredentialsEvent): string {
  switch (event.type) {
    case "rotated":
      return `rotated to ${event.current.fingerprint}, from ${event.current.source}`;
    case "refresh-failed":
      return `refresh failed with ${event.error.code} ${String(event.error.httpStatus ?? "")}; ${event.serving === undefined ? "nothing left to serve" : `still serving ${event.serving.fingerprint}`}`;
    case "invalidated":
      return `invalidated ${event.identity.fingerprint}`;
    default:
      return event.type;
  }
}
