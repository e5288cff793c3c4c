import type { BearerCredentials, CredentialsProvider } from "@credport/core";
import { createCredentials } from "./create-credentials.js";
import type { CredentialsConfig } from "./credentials-config.js";
import { environment } from "./sources/environment.js";

const pair = { accessKeyId: "a", accessKeySecret: "b" };
const role = { roleArn: "r" };

// The guide's parameter table: required, optional, not supported.
createCredentials();
createCredentials({ type: "access_key", accessKeyId: process.env["A"], accessKeySecret: process.env["B"] });
createCredentials({ type: "ecs_ram_role" });
createCredentials({ type: "ecs_ram_role", roleName: "app", disableIMDSv1: true, timeout: 1, connectTimeout: 1 });
createCredentials({ type: "ram_role_arn", ...pair, ...role, securityToken: "t", policy: "{}", externalId: "e" });
createCredentials({ type: "ram_role_arn", base: environment(), ...role });
export const bearer: CredentialsProvider<BearerCredentials> = createCredentials({ type: "bearer", bearerToken: "t" });

// @ts-expect-error accessKeySecret is required
createCredentials({ type: "access_key", accessKeyId: "a" });
// @ts-expect-error securityToken is required
createCredentials({ type: "sts", ...pair });
// @ts-expect-error access_key takes no token
createCredentials({ type: "access_key", ...pair, securityToken: "t" });
// @ts-expect-error roleArn is required
createCredentials({ type: "ram_role_arn", ...pair });
// @ts-expect-error whose credentials sign?
createCredentials({ type: "ram_role_arn", ...role });
// @ts-expect-error a key or a base, not both
createCredentials({ type: "ram_role_arn", ...pair, ...role, base: environment() });
// @ts-expect-error ram_role_arn takes no role name
createCredentials({ type: "ram_role_arn", ...pair, ...role, roleName: "app" });
// @ts-expect-error oidcTokenFilePath is required
createCredentials({ type: "oidc_role_arn", ...role, oidcProviderArn: "p" });
// @ts-expect-error oidc_role_arn takes no external id
createCredentials({ type: "oidc_role_arn", ...role, oidcProviderArn: "p", oidcTokenFilePath: "f", externalId: "e" });
// @ts-expect-error ecs_ram_role takes no role ARN
createCredentials({ type: "ecs_ram_role", ...role });
// @ts-expect-error credentialsURI is required
createCredentials({ type: "credentials_uri" });
// @ts-expect-error bearerToken is required
createCredentials({ type: "bearer" });
// @ts-expect-error bearer sends no request
createCredentials({ type: "bearer", bearerToken: "t", timeout: 1 });
// @ts-expect-error not supported
createCredentials({ type: "rsa_key_pair", publicKeyId: "p", privateKeyFile: "/key" });
// @ts-expect-error no such type
createCredentials({ type: "saml" });

// A configuration whose type is only known at run time.
export function fromSettings(config: CredentialsConfig): CredentialsProvider | CredentialsProvider<BearerCredentials> {
  return createCredentials(config);
}
