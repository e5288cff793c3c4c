import { canary, scriptedHost, sourceConformance, type SourceSetup } from "@credport/testing";
import { fromAwsProvider, type AwsProviderFunction } from "../src/index.js";

const setup = (provide: AwsProviderFunction): SourceSetup => ({
  source: fromAwsProvider(provide),
  host: scriptedHost(),
});

const failure = (tryNextLink: boolean): Error =>
  Object.assign(new Error(`no answer for ${canary.accessKeySecret}`), {
    name: "CredentialsProviderError",
    tryNextLink,
  });

const session = {
  accessKeyId: "AKIAtest",
  secretAccessKey: canary.accessKeySecret,
  sessionToken: canary.securityToken,
  expiration: scriptedHost().clock.date(3_600_000),
};

sourceConformance({
  name: "aws",
  working: () => setup(async () => session),
  unconfigured: () => setup(() => Promise.reject(failure(true))),
  failing: {
    "the provider fails": () => ({ ...setup(() => Promise.reject(failure(false))), code: "INCOMPLETE_RESPONSE" }),
    "half a key": () => ({ ...setup(async () => ({ ...session, accessKeyId: "" })), code: "INCOMPLETE_RESPONSE" }),
  },
});
