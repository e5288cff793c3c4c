import type { FaultRule } from "../faults/fault-rule.js";

const EFFECTS = new Set([
  "fail",
  "earlyAnswer",
  "delay",
  "hang",
  "dropConnection",
  "truncateBody",
  "corruptBody",
  "clockSkew",
]);

/** A JSON body, read field by field. Throws a `TypeError` that names the field. */
export class ControlBody {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(body: unknown) {
    if (typeof body !== "object" || body === null || Array.isArray(body)) throw new TypeError("send a JSON object");
    this.#fields = body as Record<string, unknown>;
  }

  /** A text, or `undefined` when absent. */
  text(name: string): string | undefined {
    const value = this.#fields[name];
    if (value === undefined || typeof value === "string") return value;
    throw new TypeError(`${name} must be a string`);
  }

  /** A text that must be there. */
  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined || value === "") throw new TypeError(`${name} is missing`);
    return value;
  }

  /** A finite number, or `undefined` when absent. */
  number(name: string): number | undefined {
    const value = this.#fields[name];
    if (value === undefined || (typeof value === "number" && Number.isFinite(value))) return value;
    throw new TypeError(`${name} must be a number`);
  }

  /** A finite number that must be there. */
  requiredNumber(name: string): number {
    const value = this.number(name);
    if (value === undefined) throw new TypeError(`${name} is missing`);
    return value;
  }

  /** A fault rule. `"times": "all"` affects every call until the rule is removed. */
  faultRule(): FaultRule {
    const kind = this.requiredText("kind");
    if (!EFFECTS.has(kind)) throw new TypeError(`kind must be one of ${[...EFFECTS].join(", ")}`);
    if (kind === "fail" || kind === "earlyAnswer") {
      const status = this.requiredNumber("status");
      if (!Number.isInteger(status) || status < 200 || status > 599)
        throw new TypeError("status must be from 200 to 599");
      this.requiredText("code");
      this.text("message");
    }
    if (kind === "delay" || kind === "clockSkew") this.requiredNumber("milliseconds");
    const when = this.text("when");
    if (when !== undefined && when !== "request" && when !== "answer")
      throw new TypeError("when must be request or answer");
    for (const name of ["service", "operation"]) this.text(name);
    for (const name of ["after", "bytes", "offset"]) this.number(name);
    const times = this.#fields["times"] === "all" ? Infinity : this.number("times");
    return { ...this.#fields, times } as FaultRule;
  }
}
