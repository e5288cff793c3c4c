import {
  createAccessKeyCredentials,
  unavailable,
  type AccessKeyCredentials,
  type Host,
  type Unavailable,
} from "@credport/core";
import { configInvalid, textOption } from "../options/check-options.js";

/** An access key passed explicitly. */
export interface KeyPairOptions {
  /** Default: `ALIBABA_CLOUD_ACCESS_KEY_ID`, together with the secret. */
  readonly accessKeyId?: string | undefined;
  /** Default: `ALIBABA_CLOUD_ACCESS_KEY_SECRET`, together with the id. */
  readonly accessKeySecret?: string | undefined;
}

/** An access key and the token of its session. */
export interface SessionKeyOptions extends KeyPairOptions {
  /** The session's token. */
  readonly securityToken?: string | undefined;
}

/** Whether a source takes the token of a session. */
export type TokenRule = "ignored" | "optional" | "required";

/**
 * The credentials for a key passed explicitly; `undefined` when no part of one was. The parts of a key come from one place:
 * half a pair is `CONFIG_INVALID`, never completed from the environment ("alibaba-credentials" section 1.2).
 */
export function explicitKey(options: SessionKeyOptions, token: TokenRule): AccessKeyCredentials | undefined {
  const accessKeyId = textOption("accessKeyId", options.accessKeyId);
  const accessKeySecret = textOption("accessKeySecret", options.accessKeySecret);
  const securityToken = textOption("securityToken", options.securityToken);
  if (accessKeyId === undefined && accessKeySecret === undefined && securityToken === undefined) return undefined;
  const empty = "is empty while another part of the key was passed";
  if (accessKeyId === undefined) throw configInvalid("accessKeyId", empty);
  if (accessKeySecret === undefined) throw configInvalid("accessKeySecret", empty);
  if (securityToken === undefined && token === "required") throw configInvalid("securityToken", empty);
  return keyCredentials(accessKeyId, accessKeySecret, securityToken);
}

/** The key in the environment, read now. Missing in whole or in part: unavailable, for a cause that names what is missing. */
export function environmentKey(host: Host, token: TokenRule): AccessKeyCredentials | Unavailable {
  const accessKeyId = host.env("ALIBABA_CLOUD_ACCESS_KEY_ID");
  const accessKeySecret = host.env("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
  const securityToken = token === "ignored" ? undefined : host.env("ALIBABA_CLOUD_SECURITY_TOKEN");
  if (accessKeyId === undefined) return missing("accessKeyId");
  if (accessKeySecret === undefined) return missing("accessKeySecret");
  if (securityToken === undefined && token === "required") return missing("securityToken");
  return keyCredentials(accessKeyId, accessKeySecret, securityToken);
}

function missing(option: keyof SessionKeyOptions): Unavailable {
  const cause = configInvalid(option, "is missing");
  return unavailable(cause.message, { cause });
}

function keyCredentials(
  accessKeyId: string,
  accessKeySecret: string,
  securityToken: string | undefined,
): AccessKeyCredentials {
  const source = securityToken === undefined ? "static_ak" : "static_sts";
  return createAccessKeyCredentials({ accessKeyId, accessKeySecret, securityToken, source });
}
