import { createAccessKeyCredentials, type CredentialsSource } from "@credport/core";
import { notConfigured } from "../options/not-configured.js";
import { describeVariables } from "../options/environment-variables.js";

const idVariable = "ALIBABA_CLOUD_ACCESS_KEY_ID";
const secretVariable = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";

/**
 * The key in the environment (provider name `env`): `ALIBABA_CLOUD_ACCESS_KEY_ID`, `ALIBABA_CLOUD_ACCESS_KEY_SECRET` and, for
 * a session, `ALIBABA_CLOUD_SECURITY_TOKEN`. Without both of the first two it is unavailable (`NOT_CONFIGURED`).
 */
export function environment(): CredentialsSource {
  return {
    name: "env",
    async load({ host }) {
      const accessKeyId = host.env(idVariable);
      const accessKeySecret = host.env(secretVariable);
      if (accessKeyId === undefined || accessKeySecret === undefined) {
        return notConfigured(describeVariables(host, [idVariable, secretVariable]));
      }
      const securityToken = host.env("ALIBABA_CLOUD_SECURITY_TOKEN");
      return createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken, source: "env" });
    },
  };
}
