import type { CallLog } from "../calls/call-log.js";
import type { Faults } from "../faults/faults.js";
import type { LoopbackAddress } from "../http/listen.js";
import { serviceLoaders, type ServiceControls, type ServiceName } from "./registry.js";
import { ServiceServer } from "./service-server.js";
import type { ServiceContext } from "./service.js";

/** A service as the emulator shows it: where it listens, and its own controls. */
export type StartedServices = { [Name in ServiceName]: LoopbackAddress & ServiceControls[Name] };

/** A service as the emulator runs it. */
export interface StartedService {
  readonly address: LoopbackAddress;
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What starting a service needs. */
export interface StartServiceFields {
  readonly context: ServiceContext;
  readonly calls: CallLog;
  readonly faults: Faults;
  readonly port: number;
}

/** Loads a service's code and starts its server. `endpoint` is the service as the emulator shows it. */
export async function startService(
  name: ServiceName,
  fields: StartServiceFields,
): Promise<StartedService & { readonly endpoint: object }> {
  const { context, calls, faults, port } = fields;
  const module = await serviceLoaders[name]();
  const service = module.createService(context);
  const server = new ServiceServer({ name, service, calls, faults, now: () => context.clock.now() });
  const address = await server.listen(port);
  return {
    address,
    endpoint: Object.assign(service.controls, address),
    reset: async () => service.reset?.(),
    close: () => server.close(),
  };
}
