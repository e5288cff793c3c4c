import { chain, createAccessKeyCredentials, createProvider, unavailable, type CredentialsSource } from "@credport/core";
import { scriptedHost } from "@credport/testing";

const environment: CredentialsSource = {
  name: "env",
  async load({ host }) {
    const accessKeyId = host.env("KEY_ID");
    const accessKeySecret = host.env("KEY_SECRET");
    if (accessKeyId === undefined || accessKeySecret === undefined)
      return unavailable("KEY_ID or KEY_SECRET is not set");
    return createAccessKeyCredentials({ accessKeyId, accessKeySecret, source: "env" });
  },
};

// In a program the host is that of @credport/node.
const host = scriptedHost({ env: { KEY_ID: "LTAIexample", KEY_SECRET: "secret" } });
const provider = createProvider(chain("default", [environment]), { host });
export const credentials = await provider.getCredentials();
