import type { Credentials } from "@credport/core";
import { canary, scriptedHost, sourceConformance, type SourceSetup } from "@credport/testing";
import { fromCredentialsTool, type OfficialCredential } from "../src/index.js";

type Answer = Awaited<ReturnType<OfficialCredential["getCredential"]>>;

const setup = (getCredential: () => Promise<Answer>): SourceSetup<Credentials> => ({
  source: fromCredentialsTool({ getCredential }, { lifetime: 600_000 }),
  host: scriptedHost(),
});

const session: Answer = {
  accessKeyId: "STS.test",
  accessKeySecret: canary.accessKeySecret,
  securityToken: canary.securityToken,
  type: "sts",
};

const failing = {
  "the tool fails": () => ({
    ...setup(() => Promise.reject(new Error(`no answer for ${canary.accessKeySecret}`))),
    code: "INCOMPLETE_RESPONSE" as const,
  }),
  "half a key": () => ({
    ...setup(async () => ({ ...session, accessKeyId: "" })),
    code: "CONFIG_INVALID" as const,
  }),
};

sourceConformance<Credentials>({ name: "alicloud_credentials", working: () => setup(async () => session), failing });

sourceConformance<Credentials>({
  name: "alicloud_credentials",
  working: () => setup(async () => ({ type: "bearer", bearerToken: canary.bearerToken })),
});
