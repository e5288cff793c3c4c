import { createProvider, isCredentialsError } from "@credport/core";
import { assertNoCanary, canary, scriptedHost } from "@credport/testing";
import fc from "fast-check";
import { test } from "vitest";
import { roleAnswer } from "../../test/support/answers.js";
import { cliProfile } from "../sources/cli-profile.js";
import { iniProfile } from "../sources/ini-profile.js";

// Whatever a file says, loading it gives credentials or a CredentialsError, and shows no value that may be a secret.

const modes = [
  "AK",
  "StsToken",
  "RamRoleArn",
  "EcsRamRole",
  "OIDC",
  "ChainableRamRoleArn",
  "CloudSSO",
  "OAuth",
  "External",
  "CredentialsURI",
  "RamRoleArnWithRoleName",
  "BearerToken",
];
const secretKeys = [
  "access_key_secret",
  "sts_token",
  "access_token",
  "oauth_refresh_token",
  "oauth_access_token",
  "process_command",
  "credentials_uri",
  "bearer_token",
  "policy",
];
const otherKeys = [
  "access_key_id",
  "ram_role_arn",
  "ram_session_name",
  "ram_role_name",
  "expired_seconds",
  "duration_seconds",
  "sts_region",
  "sts_endpoint",
  "enable_vpc",
  "oidc_provider_arn",
  "oidc_token_file",
  "source_profile",
  "cloud_sso_sign_in_url",
  "cloud_sso_account_id",
  "cloud_sso_access_config",
  "cloud_sso_access_token_expire",
  "oauth_site_type",
  "oauth_access_token_expire",
  "external_id",
];

const secret = fc.constantFrom(
  canary.accessKeySecret,
  canary.securityToken,
  `tool '${canary.password}`,
  `https://u:${encodeURIComponent(canary.password)}@h/`,
);
const ordinary = fc.oneof(
  fc.constantFrom("a", "b", "CN", "https://s/", "/token", "2000000000", 1_800, "", null, true),
  fc.jsonValue(),
);
const fields = fc
  .tuple(fc.dictionary(fc.constantFrom(...secretKeys), secret), fc.dictionary(fc.constantFrom(...otherKeys), ordinary))
  .map(([secrets, others]) => ({ ...others, ...secrets }));

async function outcome(source: Parameters<typeof createProvider>[0], files: Record<string, string>): Promise<void> {
  const host = scriptedHost({ files: { "/token": canary.bearerToken, ...files } });
  host.onRequest(({ url }) =>
    url.host.startsWith("sts") ? { body: roleAnswer } : { status: 400, body: { error: canary.bearerToken } },
  );
  const provider = createProvider(source, { host });
  try {
    assertNoCanary(await provider.getCredentials());
  } catch (error) {
    if (!isCredentialsError(error)) throw error;
    assertNoCanary([error, provider.status()]);
  }
}

test("3.4: any profiles of config.json", async () => {
  const profile = fc
    .tuple(fc.constantFrom("a", "b"), fc.constantFrom(...modes), fields)
    .map(([name, mode, rest]) => ({ ...rest, name, mode }));
  await fc.assert(
    fc.asyncProperty(fc.array(profile, { minLength: 1, maxLength: 3 }), async (profiles) => {
      const content = JSON.stringify({ current: profiles[0]?.name, profiles });
      await outcome(cliProfile(), { "/home/tester/.aliyun/config.json": content });
    }),
    { numRuns: 200 },
  );
});

test("3.3: any section of the ini file", async () => {
  const secretKeys = ["access_key_secret", "security_token", "role_arn", "policy", "external_id", "bearer_token"];
  const otherKeys = [
    "role_session_expiration",
    "role_name",
    "oidc_provider_arn",
    "oidc_token_file_path",
    "sts_endpoint",
    "enable",
  ];
  const type = fc.constantFrom("access_key", "sts", "ecs_ram_role", "ram_role_arn", "oidc_role_arn", canary.password);
  const section = fc.tuple(
    fc.dictionary(fc.constantFrom(...secretKeys), secret),
    fc.dictionary(fc.constantFrom(...otherKeys), fc.constantFrom("a", "900", "/token", "false", "a/b")),
  );
  await fc.assert(
    fc.asyncProperty(type, section, async (kind, [secrets, others]) => {
      const fields = Object.entries({ type: kind, access_key_id: "LTAIid", ...secrets, ...others });
      const text = `[default]\n${fields.map(([key, value]) => `${key} = ${value}`).join("\n")}`;
      await outcome(iniProfile(), { "/home/tester/.alibabacloud/credentials": text });
    }),
    { numRuns: 200 },
  );
});
