import { randomNumbers, scriptedHost, settle, testProvider, testSession } from "@credport/testing";
import { array, assert, asyncProperty, constantFrom, integer, oneof, record } from "fast-check";
import { test } from "vitest";
import { CredentialsError } from "../errors/credentials-error.js";

const hour = 3_600_000;
const step = oneof(
  record({ kind: constantFrom("advance"), by: constantFrom(1, 500, 10_000, 60_000, 600_000, hour) }),
  record({ kind: constantFrom("call", "force", "invalidate", "minTtl"), by: integer({ min: 0, max: hour }) }),
  record({ kind: constantFrom("succeed", "fail", "repeat", "slow"), by: integer({ min: 1, max: 20_000 }) }),
);

test("whatever happens in whatever order: nothing expired is served, and every wait ends with credentials or a CredentialsError", async () => {
  await assert(
    asyncProperty(array(step, { maxLength: 60 }), integer(), async (steps, seed) => {
      const host = scriptedHost({ random: randomNumbers(seed) });
      const issue = (number: number) => testSession(number, { expiration: host.clock.date(hour) });
      const { provider, source, clock } = testProvider((_context, load) => issue(load), { host, loadTimeout: 30_000 });
      const waits: Promise<string | undefined>[] = [];
      const call = (options?: Parameters<typeof provider.getCredentials>[0]): void => {
        waits.push(
          provider.getCredentials(options).then(
            (credentials) =>
              (credentials.expiration?.getTime() ?? 0) <= clock.now() ? "It served what had expired." : undefined,
            (error: unknown) => (error instanceof CredentialsError ? undefined : "It threw something else."),
          ),
        );
      };
      const doing: Readonly<Record<string, (by: number) => unknown>> = {
        advance: (by) => clock.advance(by),
        call: () => call(),
        force: () => call({ refresh: "force" }),
        minTtl: (by) => call({ minTtl: by }),
        invalidate: () => provider.invalidate({ accessKeyId: provider.peek()?.accessKeyId ?? "none" }),
        succeed: () => source.answer((_context, load) => issue(load)),
        fail: () => source.answer(new CredentialsError({ code: "NETWORK", message: "down" })),
        repeat: () => source.answer(provider.peek() ?? issue(0)),
        slow: (by) =>
          source.answer(async (_context, load) => {
            await host.sleep(by);
            return issue(load);
          }),
      };
      for (const { kind, by } of steps) {
        await doing[kind]?.(by);
        await settle();
      }
      await clock.advance(60_000);
      const complaint = (await Promise.all(waits)).find((each) => each !== undefined);
      if (complaint !== undefined) throw new Error(complaint);
      await provider[Symbol.asyncDispose]();
      return clock.pending <= 1;
    }),
    { numRuns: 150 },
  );
});
