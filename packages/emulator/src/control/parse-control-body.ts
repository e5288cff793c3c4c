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
      this.requiredNumber("status");
      this.requiredText("code");
    }
    if (kind === "delay" || kind === "clockSkew") this.requiredNumber("milliseconds");
    const times = this.#fields["times"] === "all" ? Infinity : this.number("times");
    return { ...this.#fields, times } as FaultRule;
  }
}
