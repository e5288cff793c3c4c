import { BytePlusSerializationError } from "../errors/byteplus-serialization-error.js";

/** What a parameter may be. `null` and `undefined` are left out. */
export type ParameterValue =
  | string
  | number
  | bigint
  | boolean
  | Date
  | Uint8Array
  | null
  | undefined
  | readonly ParameterValue[]
  | ReadonlyMap<string, ParameterValue>
  | Parameters;

/** Parameters of a call, by name. */
export interface Parameters {
  readonly [name: string]: ParameterValue;
}

/**
 * Adds parameters to the pairs of a query or a form, flattened: `List.1`, `List.1.Field`, `Object.Field`, `Map.entry.1.key` and `.value`. An empty
 * list or map is `Name=`. Throws `BytePlusSerializationError` for what has no such form.
 */
export function flatten(parameters: Parameters, pairs: [string, string][] = []): [string, string][] {
  for (const name of Object.keys(parameters)) append(pairs, name, parameters[name], 0);
  return pairs;
}

const deepest = 32;

function append(pairs: [string, string][], name: string, value: ParameterValue, depth: number): void {
  if (depth > deepest) throw unserializable(name, "is nested too deeply, or refers to itself");
  if (value === null || value === undefined) return;
  if (typeof value !== "object") {
    pairs.push([name, primitiveText(name, value)]);
  } else if (isList(value)) {
    if (value.length === 0) pairs.push([name, ""]);
    for (const [index, item] of value.entries()) append(pairs, `${name}.${index + 1}`, item, depth + 1);
  } else if (isMap(value)) {
    if (value.size === 0) pairs.push([name, ""]);
    let entry = 0;
    for (const [key, item] of value) {
      entry += 1;
      pairs.push([`${name}.entry.${entry}.key`, key]);
      append(pairs, `${name}.entry.${entry}.value`, item, depth + 1);
    }
  } else if (isNested(value)) {
    if (!hasFields(value)) throw unserializable(name, "is an object of no such form");
    for (const [field, item] of Object.entries(value)) append(pairs, `${name}.${field}`, item, depth + 1);
  } else {
    pairs.push([name, value instanceof Date ? dateText(name, value) : Buffer.from(value).toString("base64")]);
  }
}

function isList(value: ParameterValue): value is readonly ParameterValue[] {
  return Array.isArray(value);
}

function isMap(value: ParameterValue): value is ReadonlyMap<string, ParameterValue> {
  return value instanceof Map;
}

function isNested(value: Date | Uint8Array | Parameters): value is Parameters {
  return !(value instanceof Date) && !(value instanceof Uint8Array);
}

/** Whether an object's content is in its fields: a built-in such as a Set or an ArrayBuffer would be sent as nothing. */
export function hasFields(value: object): boolean {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function primitiveText(name: string, value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      return Number.isSafeInteger(value) ? String(value) : decimalText(name, value);
    default:
      throw unserializable(name, `is a ${typeof value}`);
  }
}

/** `YYYY-MM-DDTHH:MM:SSZ`: no fraction. */
export function dateText(name: string, date: Date): string {
  if (Number.isNaN(date.getTime())) throw unserializable(name, "is an invalid Date");
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** A number without an exponent. */
function decimalText(name: string, value: number): string {
  if (!Number.isFinite(value)) throw unserializable(name, "is no finite number");
  const text = String(value);
  const [, sign = "", whole = "", fraction = "", exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  if (point >= digits.length) return sign + digits.padEnd(point, "0");
  return `${sign}0.${digits.padStart(digits.length - point, "0")}`;
}

/** The error for a parameter that cannot be sent. */
export function unserializable(name: string, why: string): BytePlusSerializationError {
  return new BytePlusSerializationError({ message: `Parameter "${name}" ${why}.` });
}
