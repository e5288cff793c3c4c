import type { ProviderStatus } from "@credport/core";
import type { Output } from "../output/output.js";
import type { Served } from "./keep-serving.js";

/** What the whole run came to. */
export interface Results {
  readonly served: Served;
  /** Whether files and queries gave what they must. */
  readonly isIntact: boolean;
  readonly status: ProviderStatus;
  /** Every secret and token that was in use. */
  readonly secrets: ReadonlySet<string>;
}

/** Prints the account and returns whether everything held. */
export function summarize(output: Output, { served, isIntact, status, secrets }: Results): boolean {
  output.heading("The account");
  output.fact("files and queries", isIntact ? "gave what they must" : "DID NOT GIVE WHAT THEY MUST");
  output.fact("requests served", `${String(served.requests - served.failed)}, ${String(served.failed)} failed`);
  if (served.failure instanceof Error) output.fact("first failure", served.failure.message);
  output.fact("AssumeRole calls", String(status.loads));
  for (const [key, count] of served.byKey) output.fact(`  by ${key.slice(0, 8)}...`, `${String(count)} requests`);
  const leaked = output.hasPrinted(secrets);
  output.fact("secrets in use", `${String(secrets.size)}, ${leaked ? "AND ONE WAS PRINTED" : "none of them printed"}`);
  const isGood = isIntact && served.failed === 0 && served.requests > 0 && !leaked;
  output.line();
  output.line(isGood ? "Everything held." : "Something did not hold; see above.");
  return isGood;
}
