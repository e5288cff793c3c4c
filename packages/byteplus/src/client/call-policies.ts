import type { BytePlusOptions } from "../config/options.js";
import { retryerFor } from "../config/settings.js";
import type { Retryer } from "../retry/retryer.js";
import type { CallOptions } from "./call.js";

/** What decides about another attempt of one call. */
export interface CallPolicy {
  readonly retryer: Retryer;
  readonly retryErrorCodes: ReadonlySet<string>;
  readonly throttleErrorCodes: ReadonlySet<string>;
}

/** The policies of one client: its own, made once, and those of calls that say otherwise. */
export class CallPolicies {
  readonly #options: BytePlusOptions;
  readonly #own: CallPolicy;

  constructor(options: BytePlusOptions) {
    this.#options = options;
    this.#own = this.#make({});
  }

  /** The policy of a call. */
  of(call: CallOptions): CallPolicy {
    const { maxRetries, retryErrorCodes, throttleErrorCodes } = call;
    return (maxRetries ?? retryErrorCodes ?? throttleErrorCodes) === undefined ? this.#own : this.#make(call);
  }

  #make({ maxRetries, retryErrorCodes = [], throttleErrorCodes = [] }: CallOptions): CallPolicy {
    return {
      retryer: retryerFor(this.#options, maxRetries),
      retryErrorCodes: new Set([...(this.#options.retryErrorCodes ?? []), ...retryErrorCodes]),
      throttleErrorCodes: new Set([...(this.#options.throttleErrorCodes ?? []), ...throttleErrorCodes]),
    };
  }
}
