import { resolveRegion, requireRegion } from "../config/region.js";
import type { BytePlusOptions, DynamicIdentity } from "../config/options.js";
import { configError } from "../config/settings.js";
import { BytePlusError } from "../errors/byteplus-error.js";
import { userAgent } from "../http/user-agent.js";
import { uuid } from "../http/uuid.js";
import { configLines } from "../logging/config-lines.js";
import { CallLog } from "../logging/call-log.js";
import { LogLevel } from "../logging/log-level.js";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import { ClientResources } from "../session/client-resources.js";
import { requireLifetime, signQuery } from "../signing/sign-query.js";
import { signingKeyCache, type SigningKeySource } from "../signing/signing-key.js";
import { keysOf } from "../sources/static-keys.js";
import { Attempts } from "./attempts.js";
import { buildDraft } from "./build-draft.js";
import { buildRequest } from "./build-request.js";
import { CallDeadline } from "./call-deadline.js";
import { CallPolicies } from "./call-policies.js";
import { currentCredentials, credentialsFailure, type CallerIdentity } from "./caller-identity.js";
import type { CallInfo, CallRequest, CallResult } from "./call.js";
import { Endpoints } from "./endpoint.js";
import type { CallOutcome, RequestDraft } from "./hooks.js";
import type { PresignRequest } from "./presign-request.js";
import { asError, runCall } from "./run-call.js";

/** The universal client: any action of any service, signed afresh for each attempt. */
export class BytePlusClient implements AsyncDisposable {
  readonly #options: BytePlusOptions;
  readonly #resources: ClientResources;
  readonly #owned: boolean;
  readonly #endpoints: Endpoints;
  readonly #log: CallLog;
  readonly #policies: CallPolicies;
  readonly #keys: SigningKeySource = signingKeyCache();
  readonly #userAgent: string;
  #region: Promise<string> | undefined;
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

  /** Makes a call. Rejects with a `BytePlusError`; its class says which of the guide's kinds it is. */
  async call<Result = unknown>(request: CallRequest): Promise<CallResult<Result>>;
  async call(request: CallRequest): Promise<CallResult> {
    const { service, action, version } = named(request);
    const { method = "GET" } = request;
    let info: CallInfo = { service, action, version, method, region: "" };
    let outcome: CallOutcome;
    try {
      using deadline = new CallDeadline(this.#resources.host, request.signal, request.timeoutMs);
      deadline.throwIfOver();
      const { identity, region } = await this.#whoAndWhere(info, request);
      info = { service, action, version, method, region };
      outcome = { result: await this.#run(request, info, identity, deadline) };
    } catch (thrown) {
      const error = asError(thrown);
      if (this.#options.simpleError === true) error.message = error.code;
      outcome = { error };
    }
    for (const { after } of this.#options.interceptors ?? []) await after?.(outcome, info);
    if ("error" in outcome) throw outcome.error;
    return outcome.result;
  }

  async #run(
    request: CallRequest,
    info: CallInfo,
    identity: CallerIdentity,
    deadline: CallDeadline,
  ): Promise<CallResult> {
    const endpoint = await this.#endpoints.resolve(info.service, info.region, request.endpoint);
    this.#logStart(info, endpoint.origin, request);
    const policy = this.#policies.of(request);
    const attempts = new Attempts({
      host: this.#resources.host,
      log: this.#log,
      info,
      endpoint,
      draft: await this.#draft(request, info),
      dispatcher: await this.#resources.dispatcher(),
      connectTimeout: this.#resources.connectTimeout,
      throttleErrorCodes: policy.throttleErrorCodes,
      keys: this.#keys,
      options: this.#options,
    });
    const result = await runCall({ request, info, identity, deadline, attempts, policy }, this.#options);
    this.#logEnd(info, result);
    return result;
  }

  /** A signed URL for a GET of the action. Whoever has it can make the call for as long as it works. */
  async presign(request: PresignRequest): Promise<URL> {
    const { expiresIn = 900_000 } = request;
    requireLifetime(expiresIn);
    const info = { ...named(request), method: "GET", region: "" } as const;
    const { identity, region } = await this.#whoAndWhere(info, {});
    const endpoint = await this.#endpoints.resolve(info.service, region, request.endpoint);
    const credentials = await currentCredentials(identity, request.signal, expiresIn);
    if (credentials === undefined) {
      throw new BytePlusError({
        code: "CONFIG_INVALID",
        message: "An anonymous client has nothing to sign a URL with.",
      });
    }
    const { query } = buildRequest({ ...named(request), parameters: request.parameters });
    const url = new URL(endpoint.path, endpoint.origin);
    for (const [name, value] of query) url.searchParams.append(name, value);
    const date = new Date(this.#resources.host.now());
    return signQuery({ url, credentials, region, service: info.service, date }).url;
  }

  /** Ends connections and background work, unless they are a session's. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#owned) await this.#resources[Symbol.asyncDispose]();
  }

  /** Credentials and region: decided for this call, or the client's. */
  async #whoAndWhere(
    info: CallInfo,
    { credentials }: Pick<CallRequest, "credentials">,
  ): Promise<{ readonly identity: CallerIdentity; readonly region: string }> {
    const { dynamicCredentials } = this.#options;
    if (dynamicCredentials !== undefined) {
      const { service, action, version, method } = info;
      const dynamic = await decide(() => dynamicCredentials({ service, action, version, method }));
      return { identity: credentials ?? fixedIdentity(dynamic), region: requireRegion(dynamic.region) };
    }
    return { identity: credentials ?? this.#resources.identity, region: await this.#configuredRegion() };
  }

  /** Looked up until it is found once. */
  async #configuredRegion(): Promise<string> {
    const { envFamily } = this.#options.preset ?? byteplusPreset;
    const region = (this.#region ??= resolveRegion(this.#options, this.#resources.host, envFamily.region));
    try {
      return await region;
    } catch (error) {
      this.#region = undefined;
      throw error;
    }
  }

  async #draft(request: CallRequest, info: CallInfo): Promise<RequestDraft> {
    const draft = await buildDraft(request, info, this.#options, () => uuid(this.#resources.host).toUpperCase());
    draft.headers["user-agent"] ??= this.#userAgent;
    return draft;
  }

  #logStart(info: CallInfo, origin: string, request: CallRequest): void {
    if (this.#log.isOff) return;
    if (!this.#configLogged) this.#log.write(LogLevel.Config, "debug", undefined, () => configLines(this.#options));
    this.#configLogged = true;
    this.#log.write(LogLevel.Endpoint, "debug", info, () => `endpoint: ${origin}`);
    this.#log.write(LogLevel.InfoInputOutput, "debug", info, () => `input: ${this.#shown(request.parameters)}`);
  }

  #logEnd(info: CallInfo, result: CallResult): void {
    if (this.#log.isOff) return;
    this.#log.write(LogLevel.RequestId, "debug", info, () => `request id: ${result.metadata.RequestId ?? "none"}`);
    this.#log.write(LogLevel.DebugInputOutput, "debug", info, () => `output: ${this.#shown(result.result)}`);
  }

  #shown(value: unknown): string {
    const text = JSON.stringify(value, (_name, item: unknown) => (typeof item === "bigint" ? String(item) : item));
    return this.#log.redactor.body(text ?? "none");
  }
}

type ActionName = Pick<CallInfo, "service" | "action" | "version">;

function named({ service, action, version }: ActionName): ActionName {
  for (const [name, value] of Object.entries({ service, action, version })) {
    if (typeof value !== "string" || value === "") throw configError(`"${name}" must be a non-empty string.`);
  }
  return { service, action, version };
}

function fixedIdentity({ credentials }: DynamicIdentity): CallerIdentity {
  return "getCredentials" in credentials ? credentials : keysOf(credentials, "dynamic");
}

async function decide(dynamicCredentials: () => DynamicIdentity | Promise<DynamicIdentity>): Promise<DynamicIdentity> {
  try {
    return await dynamicCredentials();
  } catch (error) {
    throw credentialsFailure(error);
  }
}
