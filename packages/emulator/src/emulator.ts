import { Accounts } from "./accounts/accounts.js";
import { CallLog } from "./calls/call-log.js";
import { EmulatorClock, type TimeSource } from "./clock/emulator-clock.js";
import { startControlServer } from "./control/control-server.js";
import type { Controlled } from "./control/controlled.js";
import { Faults } from "./faults/faults.js";
import type { LoopbackAddress } from "./http/listen.js";
import { OidcProviders } from "./identity-providers/oidc-providers.js";
import { serviceNames, type ServiceName } from "./services/registry.js";
import type { ServiceContext, StorageOption } from "./services/service.js";
import { startService, type StartedService, type StartedServices } from "./services/start-service.js";

/** Options of {@link startEmulator}. */
export interface EmulatorOptions<Names extends ServiceName = ServiceName> {
  /** Which services to start. Default: all. */
  readonly services?: readonly Names[] | undefined;
  /** Default `1234567890123456`. */
  readonly accountId?: string | undefined;
  /** Default `cn-hangzhou`. */
  readonly region?: string | undefined;
  /** Where objects are kept. Default `"memory"`. */
  readonly storage?: StorageOption | undefined;
  /** Where the time comes from. Default: the real clock. */
  readonly clock?: TimeSource | undefined;
  /** Ports to listen on, for services and for `control`. Default: free ones. */
  readonly ports?: Readonly<Partial<Record<ServiceName | "control", number>>> | undefined;
}

/** The parts of an emulator that do not depend on which services run. */
export interface EmulatorCore extends Controlled, AsyncDisposable {
  /** Where the controls can be reached over HTTP. */
  readonly control: LoopbackAddress;
  /** Stops every server and closes every connection. */
  close(): Promise<void>;
}

/** A running emulator: its controls, and each service by name, e.g. `emulator.oss.url`. */
export type Emulator<Names extends ServiceName = ServiceName> = EmulatorCore & Pick<StartedServices, Names>;

/**
 * Starts services on loopback ports, each with an HTTP server of its own, and the control port.
 * Rejects when a port is taken.
 */
export async function startEmulator<const Names extends ServiceName = ServiceName>(
  options: EmulatorOptions<Names> = {},
): Promise<Emulator<Names>> {
  const clock = new EmulatorClock(options.clock);
  const accountId = options.accountId ?? "1234567890123456";
  const accounts = new Accounts(accountId, clock);
  const calls = new CallLog();
  const faults = new Faults();
  const context: ServiceContext = {
    accounts,
    oidcProviders: new OidcProviders(),
    clock,
    accountId,
    region: options.region ?? "cn-hangzhou",
    storage: options.storage ?? "memory",
  };
  const names: readonly ServiceName[] = options.services ?? serviceNames;
  const running: StartedService[] = [];
  const services: Partial<StartedServices> = {};
  const endpoints = new Map<ServiceName, LoopbackAddress>();

  const close = async (): Promise<void> => {
    faults.reset();
    await Promise.all(running.map((service) => service.close()));
  };
  const reset = async (): Promise<void> => {
    calls.reset();
    faults.reset();
    clock.reset();
    accounts.reset();
    await Promise.all(running.map((service) => service.reset()));
  };

  try {
    for (const name of names) {
      const started = await startService(name, { context, calls, faults, port: options.ports?.[name] ?? 0 });
      running.push(started);
      endpoints.set(name, started.address);
      Object.assign(services, { [name]: started.endpoint });
    }
    const parts: Controlled = { accountId, region: context.region, clock, accounts, calls, faults, endpoints, reset };
    const control = await startControlServer(parts, options.ports?.control ?? 0);
    running.push({ address: control.address, close: control.close, reset: () => Promise.resolve() });
    const core: EmulatorCore = { ...parts, control: control.address, close, [Symbol.asyncDispose]: close };
    if (!hasServices<Names>(services, names)) throw new Error("a service did not start");
    return Object.assign(core, services);
  } catch (error) {
    await close();
    throw error;
  }
}

function hasServices<Names extends ServiceName>(
  services: Partial<StartedServices>,
  names: readonly ServiceName[],
): services is Partial<StartedServices> & Pick<StartedServices, Names> {
  return names.every((name) => name in services);
}
