import { issueSessions, testProvider } from "@credport/testing";
import { expect, test } from "vitest";

test("refreshes behind its callers", async () => {
  const { provider, source, clock } = testProvider(issueSessions(3_600_000));
  await provider.getCredentials();
  await clock.advance(48 * 60_000);
  await provider.getCredentials();
  expect(source.loads).toBe(2);
});
