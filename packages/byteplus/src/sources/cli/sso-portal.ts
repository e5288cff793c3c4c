import { createAccessKeyCredentials, type AccessKeyCredentials, type HttpResponse } from "@credport/core";
import { asRecord, readWireError } from "../../errors/parse-wire-error.js";
import { httpFailure } from "../../http/http-failure.js";
import { parseJsonObject } from "../../http/parse-json-object.js";
import { canonicalQuery } from "../../signing/encoding.js";
import { failure, requiredText } from "../failure.js";
import { sendLoginRequest, type LoginContext } from "./oauth-retries.js";
import { parseUnixTime } from "./parse-unix-time.js";

/** Whose keys the SSO portal is asked for, and who asks. */
export interface RoleKeysRequest {
  readonly region: string;
  readonly accessToken: string;
  readonly accountId: string;
  readonly roleName: string;
}

const portal = "The SSO portal";

/** A role's keys from the SSO portal. */
export async function askForRoleKeys(
  { region, accessToken, accountId, roleName }: RoleKeysRequest,
  context: LoginContext,
): Promise<AccessKeyCredentials> {
  const query = canonicalQuery([
    ["account_id", accountId],
    ["role_name", roleName],
  ]);
  const response = await sendLoginRequest(
    context,
    {
      method: "GET",
      url: `https://cloudidentity-portal.${region}.bytepluses.com/federation/credentials?${query}`,
      headers: { "x-bd-cloudidentity-bearer-token": accessToken },
    },
    30_000,
    portal,
  );
  return roleCredentials(response);
}

function roleCredentials(response: HttpResponse): AccessKeyCredentials {
  const body = parseJsonObject(response.text());
  if (readWireError(body) !== undefined) throw httpFailure(response, portal);
  const keys = asRecord(asRecord(body?.["Result"])?.["RoleCredentials"]);
  const required = requiredText(keys, (name) =>
    failure("INCOMPLETE_RESPONSE", "CliSsoRoleCredentials", `The SSO portal answered without RoleCredentials.${name}.`),
  );
  const expiration = parseUnixTime(keys?.["Expiration"]);
  if (expiration === "invalid") {
    throw failure(
      "INVALID_EXPIRATION",
      "CliSsoRoleCredentials",
      "RoleCredentials.Expiration of the SSO portal is no unix time.",
    );
  }
  return createAccessKeyCredentials({
    accessKeyId: required("AccessKeyId"),
    accessKeySecret: required("SecretAccessKey"),
    securityToken: required("SessionToken"),
    expiration: expiration === undefined ? undefined : new Date(expiration),
    source: "cli_config",
  });
}
