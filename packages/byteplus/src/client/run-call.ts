import type { AccessKeyCredentials } from "@credport/core";
import type { BytePlusOptions } from "../config/options.js";
import type { Attempts } from "./attempts.js";
import type { CallDeadline } from "./call-deadline.js";
import type { CallPolicy } from "./call-policies.js";
import type { CallInfo, CallRequest, CallResult } from "./call.js";
import { currentCredentials, requireUsable, type CallerIdentity } from "./caller-identity.js";
import { Recovery } from "./recovery.js";

/** One call, ready for its attempts. */
export interface PreparedCall {
  readonly request: CallRequest;
  readonly info: CallInfo;
  readonly identity: CallerIdentity;
  readonly deadline: CallDeadline;
  readonly attempts: Attempts;
  readonly policy: CallPolicy;
}

/**
 * Makes attempts until one succeeds or another is not worth it. Each has credentials and a signature of its own. All steps of an
 * attempt stand in this one function: each further promise costs a busy client.
 */
export async function runCall(call: PreparedCall, options: BytePlusOptions): Promise<CallResult> {
  const { identity, deadline, attempts } = call;
  const { signal } = deadline;
  let recovery: Recovery | undefined;
  let fresh: AccessKeyCredentials | undefined;
  for (let attempt = 1; ; attempt += 1) {
    deadline.throwIfOver();
    const credentials = fresh ?? (await currentCredentials(identity, signal));
    requireUsable(identity, credentials, attempts.host.now());
    try {
      const signed = attempts.sign(credentials);
      if (options.interceptors !== undefined) await attempts.announce(signed, attempt, options.interceptors);
      return attempts.read(await attempts.exchange(signed, signal), signed, attempt);
    } catch (thrown) {
      recovery ??= new Recovery(call, options);
      fresh = await recovery.after(thrown, credentials, attempt);
    }
  }
}
