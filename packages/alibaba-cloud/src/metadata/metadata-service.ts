import type { CredentialsError } from "@credport/core";
import { isCredentialsError, type HttpResponse, type LoadContext } from "@credport/core";
import { incomplete } from "../http/parse-answer.js";
import { send } from "../http/send.js";
import { statusError } from "../http/status-error.js";
import type { HttpLimits } from "../options/http-options.js";

/** How long a metadata token is asked for, in seconds: the longest the service gives. */
const tokenLife = 21_600;

/** How long, in ms, a token or a discovered role name is kept: until five minutes before such a token ends. */
export const keptFor: number = (tokenLife - 300) * 1_000;

/** How this package names the service in errors. */
export const service = "The ECS metadata service";

/** The ECS metadata service, with the token that is kept between refreshes ("alibaba-credentials" section 2.3). */
export class MetadataService {
  readonly #endpoint: string;
  readonly #limits: HttpLimits;
  #token: { readonly value: string; readonly until: number } | undefined;

  constructor(endpoint: string, limits: HttpLimits) {
    this.#endpoint = endpoint;
    this.#limits = limits;
  }

  /** Begins one refresh; `allowV1`: a tokenless request may be sent where a tokened one fails. */
  refresh(context: LoadContext, allowV1: boolean): MetadataRefresh {
    return new MetadataRefresh(this, context, allowV1);
  }

  /** The kept token, while it may be used. */
  keptToken({ host }: LoadContext): string | undefined {
    return this.#token !== undefined && host.now() < this.#token.until ? this.#token.value : undefined;
  }

  /** Asks for a token and keeps it. */
  async fetchToken(context: LoadContext): Promise<string> {
    const headers = { "x-aliyun-ecs-metadata-token-ttl-seconds": String(tokenLife) };
    const until = context.host.now() + keptFor;
    const response = await this.request(context, "PUT", "/latest/api/token", headers);
    const value = response.text().trim();
    if (value === "") throw incomplete(service, "with a blank token");
    this.#token = { value, until };
    return value;
  }

  /** Gives up the kept token: the service refused it, or does not honour tokens. */
  dropToken(): void {
    this.#token = undefined;
  }

  /** One request, straight to the service: never through a proxy. Any status but 200 is an error. */
  async request(
    context: LoadContext,
    method: "GET" | "PUT",
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<HttpResponse> {
    const url = `${this.#endpoint}${path}`;
    const response = await send(context, { method, url, headers, limits: { ...this.#limits, proxy: "none" } });
    if (response.status !== 200) throw statusError(response, service, context.host.now());
    return response;
  }
}

/** The requests of one refresh: with a token as long as that works, then, where allowed, without. */
export class MetadataRefresh {
  readonly #service: MetadataService;
  readonly #context: LoadContext;
  readonly #allowV1: boolean;
  #isTokenless = false;
  /** The token was fetched in this refresh: only then does a failure lead to v1. */
  #isTokenFresh = false;
  #tokenFailure: CredentialsError | undefined;

  constructor(service: MetadataService, context: LoadContext, allowV1: boolean) {
    this.#service = service;
    this.#context = context;
    this.#allowV1 = allowV1;
  }

  /**
   * Reads one document. A kept token that is refused is replaced once; a failure with a token just fetched leads, where v1 is
   * allowed, to one attempt without. `isFinal` picks failures that the caller handles itself.
   */
  async get<T>(
    path: string,
    parse: (response: HttpResponse) => T,
    isFinal: (error: unknown) => boolean = () => false,
  ): Promise<T> {
    const token = await this.#obtainToken();
    try {
      return await this.#read(path, parse, token);
    } catch (error) {
      if (token === undefined || isFinal(error)) throw error;
      if (!this.#isTokenFresh) {
        if (!hasStatus(error, 401, 403)) throw error;
        this.#service.dropToken();
        return this.get(path, parse, isFinal);
      }
      this.#fallBack(error);
      return this.#read(path, parse, undefined);
    }
  }

  /** Whether a failure means that there is no metadata service here: neither the token request nor the read got through. */
  isUnreachable(error: unknown): boolean {
    return didNotArrive(error) && didNotArrive(this.#tokenFailure);
  }

  /** Whether a failure is the service's answer "there is no such document"; the same answer to a token request is none. */
  isAbsent(error: unknown): boolean {
    return error !== this.#tokenFailure && hasStatus(error, 404);
  }

  async #obtainToken(): Promise<string | undefined> {
    if (this.#isTokenless) return undefined;
    const kept = this.#service.keptToken(this.#context);
    if (kept !== undefined) return kept;
    try {
      const token = await this.#service.fetchToken(this.#context);
      this.#isTokenFresh = true;
      return token;
    } catch (error) {
      if (isCredentialsError(error)) this.#tokenFailure = error;
      this.#fallBack(error);
      return undefined;
    }
  }

  async #read<T>(path: string, parse: (response: HttpResponse) => T, token: string | undefined): Promise<T> {
    const headers = token === undefined ? {} : { "x-aliyun-ecs-metadata-token": token };
    return parse(await this.#service.request(this.#context, "GET", path, headers));
  }

  /** Goes on without a token for the rest of this refresh, or throws the failure where that is not allowed. */
  #fallBack(error: unknown): void {
    if (!this.#allowV1 || !isCredentialsError(error) || error.code === "ABORTED") throw error;
    this.#isTokenless = true;
    this.#service.dropToken();
    this.#context.warn?.({
      code: "imds-v1-fallback",
      message: `Reading metadata without a token, since with one it failed: ${error.message}`,
    });
  }
}

function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return isCredentialsError(error) && error.httpStatus !== undefined && statuses.includes(error.httpStatus);
}

function didNotArrive(error: unknown): boolean {
  return isCredentialsError(error) && (error.code === "NETWORK" || error.code === "TIMEOUT");
}
