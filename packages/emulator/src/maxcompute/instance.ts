import type { TableRow } from "./cells.js";
import { resultCsv } from "./result-csv.js";
import type { Selection } from "./warehouse.js";

/** How a job stands, as its task says. */
export type TaskStatus = "RUNNING" | "SUCCESS" | "FAILED" | "CANCELLED";

/** What running a statement gave. */
export type Outcome =
  { readonly selection: Selection | undefined; readonly failure?: undefined } | { readonly failure: string };

/** A submitted SQL job. It runs for a while of the emulator's time, then it has its outcome. */
export class Instance {
  readonly id: string;
  readonly taskName: string;
  readonly startedAt: number;
  readonly #endsAt: number;
  readonly #outcome: Outcome;
  #cancelledAt: number | undefined;

  constructor(fields: { id: string; taskName: string; startedAt: number; endsAt: number; outcome: Outcome }) {
    this.id = fields.id;
    this.taskName = fields.taskName;
    this.startedAt = fields.startedAt;
    this.#endsAt = fields.endsAt;
    this.#outcome = fields.outcome;
  }

  /** When it ended, or will end, in ms. */
  get endedAt(): number {
    return this.#cancelledAt ?? this.#endsAt;
  }

  isTerminated(now: number): boolean {
    return now >= this.endedAt;
  }

  status(now: number): TaskStatus {
    if (this.#cancelledAt !== undefined) return "CANCELLED";
    if (now < this.#endsAt) return "RUNNING";
    return this.#outcome.failure === undefined ? "SUCCESS" : "FAILED";
  }

  /** Ends it. False when it had ended before. */
  cancel(now: number): boolean {
    if (this.isTerminated(now)) return false;
    this.#cancelledAt = now;
    return true;
  }

  /** How much of it is done, in percent. */
  progress(now: number): number {
    const whole = Math.max(1, this.#endsAt - this.startedAt);
    return Math.min(100, Math.floor(((now - this.startedAt) / whole) * 100));
  }

  /** What it selected, once it has succeeded. */
  get selection(): Selection | undefined {
    return this.#outcome.failure === undefined ? this.#outcome.selection : undefined;
  }

  /** What the result call answers: CSV of a query, a text of anything else. */
  get result(): { readonly format: "csv" | "text"; readonly content: string } {
    if (this.#cancelledAt !== undefined) return { format: "text", content: "ODPS-0130252: Cancelled by the user" };
    if (this.#outcome.failure !== undefined) return { format: "text", content: this.#outcome.failure };
    const { selection } = this.#outcome;
    if (selection === undefined) return { format: "text", content: "OK" };
    return { format: "csv", content: resultCsv(selection) };
  }

  /** Rows of the result, for the tunnel. */
  rows(start: number, count: number): readonly TableRow[] {
    return this.selection?.rows.slice(start, start + count) ?? [];
  }
}
