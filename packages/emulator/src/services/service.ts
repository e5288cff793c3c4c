import type { Accounts } from "../accounts/accounts.js";
import type { EmulatorClock } from "../clock/emulator-clock.js";
import type { Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import type { ServiceFailure } from "../http/service-failure.js";
import type { OidcProviders } from "../identity-providers/oidc-providers.js";

/** Where objects are kept: in memory, or as files under a directory. */
export type StorageOption = "memory" | { readonly directory: string };

/** What every service of an emulator shares. */
export interface ServiceContext {
  readonly accounts: Accounts;
  /** The OIDC identity providers the account trusts. */
  readonly oidcProviders: OidcProviders;
  readonly clock: EmulatorClock;
  /** The account that owns everything, as digits. */
  readonly accountId: string;
  /** The one region of this emulator, e.g. `cn-hangzhou`. */
  readonly region: string;
  readonly storage: StorageOption;
}

/**
 * One vendor service. The framework owns sockets, clock, faults, counts and dates; a service names, verifies and
 * handles requests, and knows the form of its vendor's errors.
 */
export interface EmulatorService<Controls extends object = object> {
  /** What tests and programs may do with this service beside calling it; becomes part of `emulator.<service>`. */
  readonly controls: Controls;
  /** The operation's name in the vendor's terms. It may read the body through `exchange.readBody`. */
  describe(exchange: Exchange): string | Promise<string>;
  /** Answers a request, or throws a {@link ServiceFailure}. Signatures are verified here. */
  handle(exchange: Exchange): Answer | Promise<Answer>;
  /** A failure in the vendor's form. Also used for the failures that fault rules ask for. */
  renderFailure(failure: ServiceFailure, exchange: Exchange): Answer | Promise<Answer>;
  /** A request id in the vendor's form. Default: an upper-case UUID. */
  newRequestId?(): string;
  /** Forgets what was stored. */
  reset?(): void | Promise<void>;
  /** Frees what the service holds. */
  close?(): void | Promise<void>;
}

/** The shape of a service's entry file, `src/<service>/service.ts`. */
export interface ServiceModule<Controls extends object = object> {
  createService(context: ServiceContext): EmulatorService<Controls>;
}
