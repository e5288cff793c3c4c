import type { Accounts } from "../accounts/accounts.js";
import type { CallLog } from "../calls/call-log.js";
import type { EmulatorClock } from "../clock/emulator-clock.js";
import type { Faults } from "../faults/faults.js";
import type { LoopbackAddress } from "../http/listen.js";
import type { ServiceName } from "../services/registry.js";

/** What can be steered, in process or over the control port. */
export interface Controlled {
  readonly accountId: string;
  readonly region: string;
  readonly clock: EmulatorClock;
  readonly accounts: Accounts;
  readonly calls: CallLog;
  readonly faults: Faults;
  /** The services that run, by name. */
  readonly endpoints: ReadonlyMap<ServiceName, LoopbackAddress>;
  /** Forgets calls, faults, clock movements, sessions and what services stored. Users and roles stay. */
  reset(): Promise<void>;
}
