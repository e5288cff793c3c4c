import { withDefaultChains } from "./default-chains.js";
import type { Scenario } from "./scenario.js";

/** Test 7. */
export const lateEnvironment: Scenario = {
  number: 7,
  title: "the whole default chain fails, then a key pair appears in the environment",
  goal: "the next load finds it",
  play: () =>
    withDefaultChains(`
      await get().catch(() => console.log("fails, then"));
      process.env.ALIBABA_CLOUD_ACCESS_KEY_ID = "testAkId";
      process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET = "testAkSecret";
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      await get().then(() => console.log("finds it"), () => console.log("never again"));`),
};
