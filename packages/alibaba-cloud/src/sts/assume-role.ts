import type { AccessKeyCredentials, CredentialsError, HttpResponse, LoadContext } from "@credport/core";
import { textMember, tryParseJson } from "../http/parse-answer.js";
import { send } from "../http/send.js";
import { statusError } from "../http/status-error.js";
import { encodeParameters } from "../signing/encode-parameters.js";
import { signRpc } from "../signing/rpc-signature.js";
import { nonceFrom } from "../signing/nonce.js";
import { providerHeader } from "../signing/provider-header.js";
import { utcTimestamp } from "../signing/utc-timestamp.js";
import type { RoleRequest } from "./role-options.js";
import { roleCredentials, stsVersion } from "./role-answer.js";

/** An AssumeRole call, complete. */
export interface AssumeRoleRequest extends RoleRequest {
  readonly externalId: string | undefined;
}

/** Calls STS AssumeRole, signed with the given credentials ("alibaba-credentials" section 2.1). */
export async function assumeRole(
  context: LoadContext,
  signer: AccessKeyCredentials,
  request: AssumeRoleRequest,
): Promise<AccessKeyCredentials> {
  const { host } = context;
  const query: Record<string, string> = {
    Version: stsVersion,
    Action: "AssumeRole",
    Format: "JSON",
    Timestamp: utcTimestamp(host.now()),
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: nonceFrom(host),
    AccessKeyId: signer.accessKeyId,
    ...(signer.securityToken === undefined ? {} : { SecurityToken: signer.securityToken }),
  };
  const form: Record<string, string> = {
    RoleArn: request.roleArn,
    RoleSessionName: request.roleSessionName,
    DurationSeconds: String(request.durationSeconds),
    ...(request.policy === undefined ? {} : { Policy: request.policy }),
    ...(request.externalId === undefined ? {} : { ExternalId: request.externalId }),
  };
  const { signature, stringToSign } = signRpc({
    method: "POST",
    parameters: { ...query, ...form },
    accessKeySecret: signer.accessKeySecret,
  });
  const response = await send(context, {
    method: "POST",
    url: `${request.endpoint}/?${encodeParameters({ ...query, Signature: signature })}`,
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-acs-credentials-provider": providerHeader(signer.identity.source),
    },
    body: encodeParameters(form),
    limits: request.limits,
  });
  if (response.status !== 200) throw refusal(response, stringToSign, host.now());
  return roleCredentials(context, response, "AssumeRole", request.roleArn, `ram_role_arn/${signer.identity.source}`);
}

/**
 * The error of a refused call. When the server computed the very string to sign that we did, only the secret can differ;
 * that string, which holds the token, is compared and never passed on.
 */
function refusal(response: HttpResponse, stringToSign: string, now: number): CredentialsError {
  const error = statusError(response, "STS AssumeRole", now);
  const isJson = (response.headers["content-type"] ?? "application/json").startsWith("application/json");
  if (!isJson || error.vendorCode !== "SignatureDoesNotMatch") return error;
  const isEqual = textMember(tryParseJson(response.text()), "Message")?.endsWith(stringToSign) === true;
  if (!isEqual) return error;
  return error.with({
    code: "AUTH_REJECTED",
    permanent: true,
    message: `${error.message}: STS computed the same string to sign, so the access key secret itself is wrong`,
  });
}
