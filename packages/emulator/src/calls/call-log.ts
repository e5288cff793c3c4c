/** One call a service has answered. Holds no secret, token or signature. */
export interface Call {
  readonly service: string;
  /** The operation's name in the vendor's terms, e.g. `AssumeRole` or `PutObject`. */
  readonly operation: string;
  readonly method: string;
  /** The status answered; absent when the connection was dropped or the client left first. */
  readonly status?: number;
  /** The key id that signed the call, as far as it could be read. */
  readonly accessKeyId?: string;
  readonly requestId: string;
  /** The emulator's time, in ms. */
  readonly at: number;
}

/** How many of the latest calls {@link CallLog.list} can show. */
const KEPT_CALLS = 10_000;

/** Counts every call, and keeps the latest ones. */
export class CallLog {
  readonly #counts = new Map<string, Map<string, number>>();
  #recent: Call[] = [];

  /** Calls answered so far: of one operation, of one service, or of all. */
  count(service?: string, operation?: string): number {
    if (service === undefined) return sum([...this.#counts.values()].flatMap((counts) => [...counts.values()]));
    const counts = this.#counts.get(service);
    if (counts === undefined) return 0;
    return operation === undefined ? sum([...counts.values()]) : (counts.get(operation) ?? 0);
  }

  /** The latest calls, oldest first; at most 10 000. */
  list(service?: string, operation?: string): readonly Call[] {
    return this.#recent
      .slice(-KEPT_CALLS)
      .filter((call) => (service ?? call.service) === call.service && (operation ?? call.operation) === call.operation);
  }

  /** Counts per service and operation, as plain objects. */
  counts(): Record<string, Record<string, number>> {
    return Object.fromEntries([...this.#counts].map(([service, counts]) => [service, Object.fromEntries(counts)]));
  }

  /** Adds a call. Servers do this; callers only read. */
  record(call: Call): void {
    let counts = this.#counts.get(call.service);
    if (counts === undefined) this.#counts.set(call.service, (counts = new Map<string, number>()));
    counts.set(call.operation, (counts.get(call.operation) ?? 0) + 1);
    this.#recent.push(call);
    if (this.#recent.length >= 2 * KEPT_CALLS) this.#recent = this.#recent.slice(-KEPT_CALLS);
  }

  /** Forgets every call and count. */
  reset(): void {
    this.#counts.clear();
    this.#recent = [];
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
