import {
  createAccessKeyCredentials,
  createProvider,
  type AccessKeyFields,
  type CredentialsProvider,
} from "@credport/core";
import { FakeClock } from "../clock/fake-clock.js";
import { scriptedHost } from "../host/scripted-host.js";
import { scriptedSource } from "../source/scripted-source.js";

/** A provider whose credential changes when the test says so, for clients that talk to a service on real time. */
export interface RotatingProvider {
  readonly provider: CredentialsProvider;
  /** Upstream loads so far. */
  readonly loads: number;
  /** Makes the provider load a newer credential, and waits for it. */
  rotate(): Promise<void>;
  /** Rotates, and then has the service retire the key id that was current before, if there was one. */
  replace(retire: (accessKeyId: string) => void): Promise<void>;
  /** Every load fails with this from now on; `undefined`: none does. */
  failWith(error: Error | undefined): void;
  /** Moves the provider's own clock, in ms; the service's stays where it is. */
  advance(milliseconds: number): Promise<void>;
}

/** Forced loads are allowed once in 10 s of the provider's own time. */
const betweenForcedLoads = 10_001;

/** Makes a {@link RotatingProvider}; `issue` gives the fields of the next credential. */
export function rotatingProvider(issue: () => Omit<AccessKeyFields, "source">): RotatingProvider {
  const clock = new FakeClock(Date.now());
  const host = scriptedHost({ clock });
  let failure: Error | undefined;
  const source = scriptedSource(() => {
    if (failure !== undefined) throw failure;
    return createAccessKeyCredentials({ ...issue(), source: "scripted" });
  });
  const provider = createProvider(source, { host });
  const rotate = async (): Promise<void> => {
    await clock.advance(betweenForcedLoads);
    await provider.getCredentials({ refresh: "force" });
  };
  return {
    provider,
    get loads() {
      return source.loads;
    },
    rotate,
    async replace(retire) {
      const before = provider.peek();
      await rotate();
      if (before !== undefined) retire(before.accessKeyId);
    },
    failWith(error) {
      failure = error;
    },
    async advance(milliseconds) {
      await clock.advance(milliseconds);
    },
  };
}
