import { runModule } from "../harness/child.js";
import type { Outcome } from "./scenario.js";

/** Lines that define `get` on the default chain of each. */
const chains = {
  "@credport": `
    import { createProvider } from "@credport/node";
    import { defaultChain } from "@credport/alibaba-cloud";
    const provider = createProvider(defaultChain());
    const get = () => provider.getCredentials();`,
  "@alicloud/credentials": `
    import credentials from "@alicloud/credentials";
    const client = new credentials.default();
    const get = () => client.getCredential();`,
};

/** A machine without a home and without instance metadata. */
const bareMachine = { HOME: "/nonexistent", ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };

/** Runs statements that use `get` in a fresh process for each default chain; what they print is the outcome. */
export async function withDefaultChains(
  statements: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [name, chain] of Object.entries(chains)) {
    const { stdout } = await runModule(`${chain}\n${statements}`, { ...bareMachine, ...environment });
    outcomes.push([name, stdout.trim().replaceAll("\n", " ")]);
  }
  return outcomes;
}
