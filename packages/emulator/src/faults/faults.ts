import { Signal } from "./signal.js";
import type { FaultAnswer, FaultEffect, FaultMatch, FaultRule } from "./fault-rule.js";

/** A rule that was added. */
export interface FaultHandle {
  /** Calls affected so far. */
  readonly hits: number;
  /** Resolves when the first call is affected. */
  readonly arrived: Promise<void>;
  /** Removes the rule and lets calls that wait go on. */
  release(): void;
}

/** The faults one call has to suffer. */
export interface ActiveFault {
  readonly effect: FaultEffect;
  /** Resolves when the rule is released, or after so many ms of real time. */
  readonly hold: (milliseconds?: number) => Promise<void>;
}

/** Rules of failure. Each is matched before the handler of a call runs; all that match apply, oldest first. */
export class Faults {
  readonly #rules = new Set<ActiveRule>();

  /** Adds a rule in its plain form, as the control port takes it. */
  add(rule: FaultRule): FaultHandle {
    const active = new ActiveRule(rule, () => this.#rules.delete(active));
    this.#rules.add(active);
    return active;
  }

  /** The next calls fail with this answer, their bodies read. */
  failNext(rule: FaultMatch & FaultAnswer): FaultHandle {
    return this.add({ ...rule, kind: "fail" });
  }

  /** The next calls get this answer before their bodies are read. */
  earlyAnswer(rule: FaultMatch & FaultAnswer): FaultHandle {
    return this.add({ ...rule, kind: "earlyAnswer" });
  }

  /** The next calls are handled so many ms of real time later, or when the handle is released. */
  delay(rule: FaultMatch & { readonly milliseconds: number }): FaultHandle {
    return this.add({ ...rule, kind: "delay" });
  }

  /** The next calls wait until the handle is released. */
  hang(rule: FaultMatch): FaultHandle {
    return this.add({ ...rule, kind: "hang" });
  }

  /** The next calls lose their connection, before the handler runs or with its answer. */
  dropConnection(rule: FaultMatch & { readonly when?: "request" | "answer" | undefined }): FaultHandle {
    return this.add({ ...rule, kind: "dropConnection" });
  }

  /** The next answers end early. */
  truncateBody(rule: FaultMatch & { readonly bytes?: number | undefined }): FaultHandle {
    return this.add({ ...rule, kind: "truncateBody" });
  }

  /** The next answers carry one wrong bit. */
  corruptBody(rule: FaultMatch & { readonly offset?: number | undefined }): FaultHandle {
    return this.add({ ...rule, kind: "corruptBody" });
  }

  /** The server's clock is off, by default for all calls until the handle is released. */
  skewClock(rule: FaultMatch & { readonly milliseconds: number }): FaultHandle {
    return this.add({ times: Infinity, ...rule, kind: "clockSkew" });
  }

  /** Takes what applies to this call, counting it. Servers do this. */
  take(service: string, operation: string): readonly ActiveFault[] {
    if (this.#rules.size === 0) return [];
    return [...this.#rules].filter((rule) => rule.take(service, operation));
  }

  /** Removes every rule and lets calls that wait go on. */
  reset(): void {
    for (const rule of this.#rules) rule.release();
  }
}

class ActiveRule implements FaultHandle, ActiveFault {
  readonly effect: FaultEffect;
  hits = 0;

  readonly #match: FaultMatch;
  readonly #remove: () => void;
  readonly #arrival = new Signal();
  readonly #release = new Signal();
  #skip: number;
  /** Calls that wait. */
  #held = 0;

  constructor(rule: FaultRule, remove: () => void) {
    this.effect = rule;
    this.#match = rule;
    this.#remove = remove;
    this.#skip = rule.after ?? 0;
  }

  get arrived(): Promise<void> {
    return this.#arrival.given;
  }

  readonly hold = async (milliseconds?: number): Promise<void> => {
    const elapsed = new Signal();
    const timer = milliseconds === undefined ? undefined : setTimeout(() => elapsed.give(), milliseconds);
    await Promise.race([elapsed.given, this.#release.given]);
    clearTimeout(timer);
    this.#held--;
    this.#removeIfSpent();
  };

  take(service: string, operation: string): boolean {
    const { service: wantedService = service, operation: wantedOperation = operation } = this.#match;
    if (wantedService !== service || wantedOperation !== operation || this.#isSpent()) return false;
    if (this.#skip > 0) {
      this.#skip--;
      return false;
    }
    this.hits++;
    if (this.effect.kind === "hang" || this.effect.kind === "delay") this.#held++;
    this.#removeIfSpent();
    this.#arrival.give();
    return true;
  }

  release(): void {
    this.#remove();
    this.#release.give();
  }

  #isSpent(): boolean {
    return this.hits >= (this.#match.times ?? 1);
  }

  /** A spent rule whose calls wait stays, so that a reset can let them go. */
  #removeIfSpent(): void {
    if (this.#isSpent() && this.#held === 0) this.#remove();
  }
}
