import { exposeCredentials, type AccessKeyCredentials, type CredentialsProvider } from "@credport/core";
import { describe, expect, test } from "vitest";
import { canary } from "../canary/canaries.js";
import { adapterChecks, adapterConformance, type AdapterSetup, type SeenCredentials } from "./adapter-conformance.js";

// The smallest adapter there can be: it asks for each request and keeps nothing.
adapterConformance({
  name: "reference",
  connect(provider) {
    let requests = 0;
    const receive = (credentials: AccessKeyCredentials): SeenCredentials => {
      requests += 1;
      return exposeCredentials(credentials);
    };
    const client = { send: async () => receive(await provider.getCredentials()) };
    return { send: () => client.send(), requests: () => requests, product: client };
  },
});

type Sign = () => Promise<SeenCredentials>;

/** The checks that a bad adapter does not pass, by the beginnings of their titles. */
async function broken(
  adapt: (provider: CredentialsProvider) => Sign,
  setup: Partial<AdapterSetup> = {},
): Promise<string[]> {
  const found: string[] = [];
  const checks = adapterChecks({
    name: "bad",
    connect(provider) {
      const sign = adapt(provider);
      let requests = 0;
      const send = async (): Promise<SeenCredentials> => {
        const { accessKeyId, securityToken } = await sign();
        requests += 1;
        return { accessKeyId, securityToken };
      };
      return { send, requests: () => requests, ...setup };
    },
  });
  for (const [title, check] of Object.entries(checks)) {
    await check().catch(() => found.push(title.split(" ").slice(0, 3).join(" ")));
  }
  return found;
}

describe("the suite fails for an adapter that", () => {
  test("keeps the first credentials", async () => {
    const found = await broken((provider) => {
      let kept: Promise<AccessKeyCredentials> | undefined;
      return () => (kept ??= provider.getCredentials());
    });
    expect(found).toEqual([
      "signs each request",
      "takes permanent keys,",
      "an expired credential",
      "an invalidated credential",
      "keeps no copy:",
      "shows no secret",
    ]);
  });

  test("drops credentials that nobody refused", async () => {
    const found = await broken((provider) => async () => {
      const credentials = await provider.getCredentials();
      provider.invalidate(credentials.identity);
      return credentials;
    });
    expect(found).toContain("requests in flight");
  });

  test("asks for id and token apart", async () => {
    const found = await broken((provider) => async () => {
      const { accessKeyId } = await provider.getCredentials();
      await new Promise((resolve) => setImmediate(resolve));
      const { securityToken } = await provider.getCredentials();
      return { accessKeyId, securityToken };
    });
    expect(found).toEqual(["requests in flight"]);
  });

  test("keeps the last token", async () => {
    const found = await broken((provider) => {
      let kept: string | undefined;
      return async () => {
        const { accessKeyId, securityToken = kept } = await provider.getCredentials();
        kept = securityToken;
        return { accessKeyId, securityToken };
      };
    });
    expect(found).toEqual(["takes permanent keys,"]);
  });

  test("sends without credentials when there are none", async () => {
    const found = await broken((provider) => () => provider.getCredentials().catch(() => ({ accessKeyId: "" })));
    expect(found).toEqual(["a failure before", "an expired credential", "keeps no copy:"]);
  });

  test("shows a secret in what it makes, or in its errors", async () => {
    const found = await broken((provider) => () => provider.getCredentials(), {
      product: { accessKeySecret: canary.accessKeySecret },
    });
    expect(found).toEqual(["shows no secret"]);
    const rejecting = await broken((provider) => async () => {
      const credentials = await provider.getCredentials().catch(() => undefined);
      if (credentials === undefined) throw new Error(`no answer for ${canary.accessKeySecret}`);
      return credentials;
    });
    expect(rejecting).toEqual(["shows no secret"]);
  });
});
