import type { AccessKeyCredentials } from "@credport/core";
import type { Dispatcher } from "undici";
import { resolveRegion } from "../config/region.js";
import type { BytePlusOptions } from "../config/options.js";
import { configError } from "../config/settings.js";
import { asError } from "../errors/as-error.js";
import { userAgent } from "../http/user-agent.js";
import { configLines } from "../logging/config-lines.js";
import { CallLog } from "../logging/call-log.js";
import { LogLevel } from "../logging/log-level.js";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import { ClientResources } from "../session/client-resources.js";
import { requireLifetime, signQuery } from "../signing/sign-query.js";
import { SigningMemory } from "../signing/signing-memory.js";
import { Attempts } from "./attempts.js";
import { buildDraft, extendDraft } from "./build-draft.js";
import { buildRequest } from "./build-request.js";
import { CallDeadline } from "./call-deadline.js";
import { CallPolicies } from "./call-policies.js";
import { currentCredentials, requireUsable, type CallerIdentity } from "./caller-identity.js";
import type { CallInfo, CallRequest, CallResult } from "./call.js";
import { decidedIdentity } from "./dynamic-identity.js";
import { Endpoints, type Endpoint } from "./endpoint.js";
import type { CallOutcome, Interceptor, RequestDraft } from "./hooks.js";
import type { PresignRequest } from "./presign-request.js";
import { Recovery } from "./recovery.js";

/** The universal client: any action of any service, signed afresh for each attempt. */
export class BytePlusClient implements AsyncDisposable {
  readonly #options: BytePlusOptions;
  readonly #resources: ClientResources;
  readonly #owned: boolean;
  readonly #endpoints: Endpoints;
  readonly #log: CallLog;
  readonly #policies: CallPolicies;
  readonly #memory = new SigningMemory();
  readonly #userAgent: string;
  #region: string | undefined;
  #configLogged = false;

  /**
   * Throws `BytePlusConfigError` for options that cannot be right. With `resources`, a session's, the client shares host,
   * credentials and connections and does not close them.
   */
  constructor(options: BytePlusOptions = {}, resources?: ClientResources) {
    this.#options = options;
    this.#owned = resources === undefined;
    this.#resources = resources ?? new ClientResources(options);
    this.#endpoints = new Endpoints(options, this.#resources.host);
    this.#log = new CallLog(options);
    this.#policies = new CallPolicies(options);
    this.#userAgent = userAgent(this.#resources.host, options.extraUserAgent);
  }

  /**
   * Makes a call: attempts, each with credentials and a signature of its own, until one succeeds or another is not worth it. Rejects
   * with a `BytePlusError`; its class says which of the guide's kinds it is.
   */
  async call<Result = unknown>(request: CallRequest): Promise<CallResult<Result>>;
  // All its steps stand in this one function: each further promise costs a busy client.
  async call(request: CallRequest): Promise<CallResult> {
    const { service, action, version } = named(request);
    const { method = "GET" } = request;
    let info: CallInfo = { service, action, version, method, region: "" };
    let outcome: CallOutcome;
    let deadline: CallDeadline | undefined;
    try {
      deadline = new CallDeadline(this.#resources.host, request.signal, request.timeoutMs);
      deadline.throwIfOver();
      const { identity, region } = this.#decided(request) ?? (await deadline.within(this.#whoAndWhere(info, request)));
      info = { service, action, version, method, region };
      const attempts = this.#readyAttempts(request, info) ?? (await deadline.within(this.#attempts(request, info)));
      const policy = this.#policies.of(request);
      const { signal } = deadline;
      const { interceptors } = this.#options;
      let recovery: Recovery | undefined;
      let fresh: AccessKeyCredentials | undefined;
      let result: CallResult | undefined;
      for (let attempt = 1; result === undefined; attempt += 1) {
        deadline.throwIfOver();
        const credentials = fresh ?? (await deadline.within(currentCredentials(identity, signal)));
        requireUsable(identity, credentials, attempts.host.now());
        try {
          const signed = attempts.sign(credentials);
          if (interceptors !== undefined) await deadline.within(attempts.announce(signed, attempt, interceptors));
          result = attempts.read(await attempts.exchange(signed, signal), signed, credentials, attempt);
        } catch (thrown) {
          recovery ??= new Recovery({ request, info, identity, deadline, attempts, policy }, this.#options);
          fresh = await deadline.within(recovery.after(thrown, credentials, attempt));
        }
      }
      outcome = { result };
    } catch (thrown) {
      const error = asError(thrown);
      if (this.#options.simpleError === true) error.message = error.code;
      outcome = { error };
    }
    try {
      if (this.#options.interceptors !== undefined) await conclude(this.#options.interceptors, outcome, info, deadline);
    } finally {
      deadline?.end();
    }
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  }

  /** What sends the call, where nothing has to be waited for: each hop through the task queue costs a busy client. */
  #readyAttempts(request: CallRequest, info: CallInfo): Attempts | undefined {
    const endpoint = this.#endpoints.named(request.endpoint);
    const dispatcher = this.#resources.openDispatcher;
    if (endpoint === undefined || dispatcher === undefined || this.#options.extendRequest !== undefined)
      return undefined;
    return this.#attemptsWith(request, info, endpoint, this.#draft(request, info), dispatcher);
  }

  async #attempts(request: CallRequest, info: CallInfo): Promise<Attempts> {
    const endpoint =
      this.#endpoints.named(request.endpoint) ?? (await this.#endpoints.resolve(info.service, info.region));
    const draft = await extendDraft(this.#draft(request, info), info, this.#options.extendRequest);
    return this.#attemptsWith(request, info, endpoint, draft, await this.#resources.dispatcher());
  }

  #draft(request: CallRequest, info: CallInfo): RequestDraft {
    return buildDraft(request, info, this.#options, this.#resources.host);
  }

  #attemptsWith(
    request: CallRequest,
    info: CallInfo,
    endpoint: Endpoint,
    draft: RequestDraft,
    dispatcher: Dispatcher,
  ): Attempts {
    if (!this.#log.isOff) this.#logStart(info, endpoint.origin, request);
    draft.headers["user-agent"] ??= this.#userAgent;
    return new Attempts({
      host: this.#resources.host,
      log: this.#log,
      info,
      endpoint,
      draft,
      dispatcher,
      connectTimeout: this.#resources.connectTimeout,
      throttleErrorCodes: this.#policies.of(request).throttleErrorCodes,
      memory: this.#memory,
      options: this.#options,
    });
  }

  /** A signed URL for a GET of the action. Whoever has it can make the call for as long as it works. Rejects with a `BytePlusError`. */
  async presign(request: PresignRequest): Promise<URL> {
    const { expiresIn = 900_000, signal, endpoint: host, ...call } = request;
    requireLifetime(expiresIn);
    const { service, action, version } = named(request);
    const info = { service, action, version, method: "GET", region: "" } as const;
    const deadline = new CallDeadline(this.#resources.host, signal, undefined);
    try {
      deadline.throwIfOver();
      const { identity, region } = await deadline.within(this.#whoAndWhere(info, {}));
      const endpoint = this.#endpoints.named(host) ?? (await deadline.within(this.#endpoints.resolve(service, region)));
      const credentials = await deadline.within(currentCredentials(identity, signal, expiresIn));
      requireUsable(identity, credentials, this.#resources.host.now());
      if (credentials === undefined) throw configError("An anonymous client has nothing to sign a URL with.");
      const url = new URL(endpoint.path, endpoint.origin);
      for (const [name, value] of buildRequest(call).query) url.searchParams.append(name, value);
      const date = new Date(this.#resources.host.now());
      return signQuery({ url, credentials, region, service, date }).url;
    } catch (error) {
      throw asError(error);
    }
  }

  /** Ends connections and background work, unless they are a session's. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#owned) await this.#resources[Symbol.asyncDispose]();
  }

  /** Credentials and region of a call, where both are known already. */
  #decided({ credentials }: CallRequest): WhoAndWhere | undefined {
    if (this.#region === undefined || this.#options.dynamicCredentials !== undefined) return undefined;
    return { identity: credentials ?? this.#resources.identity, region: this.#region };
  }

  /** Credentials and region: decided for this call, or the client's. */
  async #whoAndWhere(info: CallInfo, { credentials }: Pick<CallRequest, "credentials">): Promise<WhoAndWhere> {
    const { dynamicCredentials } = this.#options;
    if (dynamicCredentials !== undefined) {
      const { service, action, version, method } = info;
      const answer = await dynamicCredentials({ service, action, version, method });
      const { identity = this.#resources.identity, region } = decidedIdentity(answer, credentials);
      return { identity, region };
    }
    return { identity: credentials ?? this.#resources.identity, region: await this.#configuredRegion() };
  }

  /** Looked up until it is found once. */
  async #configuredRegion(): Promise<string> {
    const { envFamily } = this.#options.preset ?? byteplusPreset;
    this.#region ??= await resolveRegion(this.#options, this.#resources.host, envFamily.region);
    return this.#region;
  }

  #logStart(info: CallInfo, origin: string, request: CallRequest): void {
    if (!this.#configLogged) this.#log.write(LogLevel.Config, "debug", undefined, () => configLines(this.#options));
    this.#configLogged = true;
    this.#log.write(LogLevel.Endpoint, "debug", info, () => `endpoint: ${origin}`);
    this.#log.writeInputOutput(info, () => `input: ${this.#log.redactor.value(request.parameters)}`);
  }
}

type ActionName = Pick<CallInfo, "service" | "action" | "version">;

const actionName = ["service", "action", "version"] as const;

function named(request: ActionName | null | undefined): ActionName {
  if (typeof request !== "object" || request === null) throw configError("A call must say what to call.");
  for (const name of actionName) {
    const value: unknown = request[name];
    if (typeof value !== "string" || value === "") throw configError(`"${name}" must be a non-empty string.`);
  }
  return request;
}

/** Tells the hooks how the call ended. Once its time is over, it is not kept by them any longer. */
async function conclude(
  interceptors: readonly Interceptor[],
  outcome: CallOutcome,
  info: CallInfo,
  deadline: CallDeadline | undefined,
): Promise<void> {
  const told = tell(interceptors, outcome, info);
  try {
    await (deadline === undefined ? told : deadline.within(told));
  } catch (thrown) {
    if (deadline?.error === undefined) throw asError(thrown);
  }
}

async function tell(interceptors: readonly Interceptor[], outcome: CallOutcome, info: CallInfo): Promise<void> {
  for (const { after } of interceptors) await after?.(outcome, info);
}

interface WhoAndWhere {
  readonly identity: CallerIdentity;
  readonly region: string;
}
