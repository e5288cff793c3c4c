import { serveOnLoopback } from "../harness/loopback.js";
import { issue } from "../peers/upstream.js";
import { withDefaultChains } from "./default-chains.js";
import type { Scenario } from "./scenario.js";

/** Test 8. */
export const lastLink: Scenario = {
  number: 8,
  title: "five concurrent first calls on a default chain whose only working link is the last",
  goal: "all five succeed",
  async play() {
    await using server = await serveOnLoopback((_request, response) => {
      const { accessKeyId, accessKeySecret, securityToken, expiration } = issue(1, 3_600_000);
      const answer = {
        Code: "Success",
        AccessKeyId: accessKeyId,
        AccessKeySecret: accessKeySecret,
        SecurityToken: securityToken,
        Expiration: `${expiration.toISOString().slice(0, 19)}Z`,
      };
      response.end(JSON.stringify(answer));
    });
    return await withDefaultChains(
      `
      const results = await Promise.allSettled(Array.from({ length: 5 }, get));
      console.log(results.filter(({ status }) => status === "fulfilled").length, "of 5 succeed");`,
      { ALIBABA_CLOUD_CREDENTIALS_URI: server.url },
    );
  },
};
