import { defaultChain, ecsRamRole, oidcRoleArn, ramRoleArn } from "@credport/alibaba-cloud";
import { createProvider } from "@credport/node";
import * as oss from "@credport/oss/credentials";

export const providers: Record<string, () => oss.CredentialsProvider> = {
  "environment variables": () => new oss.EnvironmentVariableCredentialsProvider(),
  static: () => new oss.StaticCredentialsProvider("yourAccessKeyId", "yourAccessKeySecret"),
  "STS, static": () => new oss.StaticCredentialsProvider("STS.id", "yourAccessKeySecret", "yourSecurityToken"),
  RAMRoleARN: () =>
    createProvider(
      ramRoleArn({
        accessKeyId: "id",
        accessKeySecret: "secret",
        roleArn: "acs:ram::123:role/name",
        roleSessionName: "app",
      }),
    ),
  ECSRAMRole: () => createProvider(ecsRamRole({ roleName: "my-role" })),
  OIDCRoleARN: () =>
    createProvider(
      oidcRoleArn({
        oidcProviderArn: "acs:ram::123:oidc-provider/ack",
        oidcTokenFilePath: "/var/token",
        roleArn: "acs:ram::123:role/name",
      }),
    ),
  "default chain": () => createProvider(defaultChain()),
  "own function": () => new oss.CredentialsProviderFunc(async () => ({ accessKeyId: "id", accessKeySecret: "secret" })),
  "own class": () => ({
    getCredentials: async () => ({ accessKeyId: "id", accessKeySecret: "secret", securityToken: "token" }),
  }),
  anonymous: () => new oss.AnonymousCredentialsProvider(),
};
