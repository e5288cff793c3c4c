import type { ByteWriter } from "./byte-writer.js";
import { crcByte, crcBytes } from "./crc32c.js";
import { daysOf } from "./dates.js";
import { decimalFits } from "./decimal.js";
import { form, type WireType } from "./wire-type.js";
import { invalidArgument } from "../errors/client-error.js";
import type { CellValue, NanoTime } from "../types/column-type.js";
import { isWellFormed } from "../xml/is-well-formed.js";

const integerRanges: Readonly<Partial<Record<string, readonly [number, number]>>> = {
  TINYINT: [-128, 127],
  SMALLINT: [-32_768, 32_767],
  INT: [-2_147_483_648, 2_147_483_647],
};

const int64Minimum = -(2n ** 63n);
const int64Maximum = 2n ** 63n - 1n;

/** Writes values in the form of their type, checked first. Messages name the column and never the value. */
export class CellWriter {
  readonly #writer: ByteWriter;
  readonly #maximumFieldBytes: number;

  constructor(writer: ByteWriter, maximumFieldBytes: number) {
    this.#writer = writer;
    this.#maximumFieldBytes = maximumFieldBytes;
  }

  /** Writes one value that is not null. Throws `INVALID_ARGUMENT` for one that does not fit the type. */
  write(type: WireType, value: CellValue, name: string): void {
    switch (type.form) {
      case form.integer:
        return this.#integer(type, value, name);
      case form.bigint:
        return this.#bigint(value, name);
      case form.boolean:
        return this.#boolean(value, name);
      case form.float:
      case form.double:
        return this.#floating(type, value, name);
      case form.text:
        return this.#text(type, value, name);
      case form.binary:
        if (!(value instanceof Uint8Array)) throw misfit(type, name, "a Uint8Array");
        return this.#bytes(value, name);
      case form.decimal:
        return this.#decimal(type, value, name);
      case form.datetime:
        if (!(value instanceof Date) || Number.isNaN(value.getTime())) throw misfit(type, name, "a valid Date");
        return this.#writer.int64(BigInt(value.getTime()));
      case form.date:
        return this.#date(type, value, name);
      case form.nanoTime:
        return this.#nanoTime(type, value, name);
      case form.array:
        return this.#elements(type, 0, arrayOf(type, value, name), name);
      case form.map:
        return this.#map(type, value, name);
      case form.struct:
        return this.#struct(type, value, name);
      case form.vector:
        return this.#vector(type, value, name);
    }
  }

  #integer(type: WireType, value: CellValue, name: string): void {
    const [minimum, maximum] = integerRanges[type.type.name] ?? [-2_147_483_648, 2_147_483_647];
    if (typeof value !== "number" || !Number.isInteger(value) || value < minimum || value > maximum) {
      throw misfit(type, name, `an integer from ${minimum} to ${maximum}`);
    }
    this.#writer.int64(BigInt(value));
  }

  #bigint(value: CellValue, name: string): void {
    const integer = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
    if (typeof integer !== "bigint" || integer < int64Minimum || integer > int64Maximum) {
      throw invalidArgument(`column ${name} (BIGINT) takes a 64-bit bigint or a safe integer`);
    }
    this.#writer.int64(integer);
  }

  #boolean(value: CellValue, name: string): void {
    if (typeof value !== "boolean") throw invalidArgument(`column ${name} (BOOLEAN) takes a boolean`);
    this.#writer.unsigned(value ? 1 : 0);
    this.#writer.crc = crcByte(this.#writer.crc, value ? 1 : 0);
  }

  #floating(type: WireType, value: CellValue, name: string): void {
    if (typeof value !== "number") throw misfit(type, name, "a number");
    if (type.form === form.double) return this.#writer.double(value);
    if (Number.isFinite(value) && !Number.isFinite(Math.fround(value)))
      throw misfit(type, name, "a number of its range");
    this.#writer.float(value);
  }

  #text(type: WireType, value: CellValue, name: string): void {
    if (typeof value !== "string" || !isWellFormed(value)) throw misfit(type, name, "a well-formed string");
    const limit = type.type.name === "CHAR" || type.type.name === "VARCHAR" ? type.type.length : undefined;
    if (limit !== undefined && value.length > limit && [...value].length > limit)
      throw misfit(type, name, `at most ${limit} characters`);
    this.#bytes(Buffer.from(value, "utf8"), name);
  }

  #bytes(bytes: Uint8Array, name: string): void {
    if (bytes.length > this.#maximumFieldBytes)
      throw invalidArgument(`column ${name} takes at most ${this.#maximumFieldBytes} bytes`);
    const writer = this.#writer;
    writer.unsigned(bytes.length);
    writer.reserve(bytes.length);
    writer.bytes.set(bytes, writer.length);
    writer.length += bytes.length;
    writer.crc = crcBytes(writer.crc, bytes, 0, bytes.length);
  }

  #decimal(type: WireType, value: CellValue, name: string): void {
    if (type.type.name !== "DECIMAL" || typeof value !== "string" || !decimalFits(value, type.type)) {
      throw misfit(type, name, "a decimal text within its precision and scale");
    }
    this.#bytes(Buffer.from(value, "latin1"), name);
  }

  #date(type: WireType, value: CellValue, name: string): void {
    const days = typeof value === "string" ? daysOf(value) : undefined;
    if (days === undefined) throw misfit(type, name, "a day as YYYY-MM-DD");
    this.#writer.int64(BigInt(days));
  }

  #nanoTime(type: WireType, value: CellValue, name: string): void {
    if (!isNanoTime(value)) throw misfit(type, name, "{ epochSeconds: bigint, nanos: 0 to 999999999 }");
    this.#writer.int64(value.epochSeconds);
    this.#writer.int32(value.nanos);
  }

  #elements(type: WireType, part: number, values: readonly CellValue[], name: string): void {
    this.#writer.unsigned(values.length);
    for (const value of values) this.#nullable(type.parts[part], value, name);
  }

  #nullable(type: WireType | undefined, value: CellValue | undefined, name: string): void {
    const missing = value === null || value === undefined || type === undefined;
    this.#writer.unsigned(missing ? 1 : 0);
    if (!missing) this.write(type, value, name);
  }

  #map(type: WireType, value: CellValue, name: string): void {
    if (!(value instanceof Map)) throw misfit(type, name, "a Map");
    const entries: ReadonlyMap<CellValue, CellValue> = value;
    this.#elements(type, 0, [...entries.keys()], name);
    this.#elements(type, 1, [...entries.values()], name);
  }

  #struct(type: WireType, value: CellValue, name: string): void {
    if (!isFields(value)) throw misfit(type, name, "an object of its fields");
    for (const key of Object.keys(value))
      if (!type.names.includes(key)) throw misfit(type, name, "no fields but its own");
    type.parts.forEach((part, index) =>
      this.#nullable(part, value[type.names[index] ?? ""], `${name}.${type.names[index] ?? ""}`),
    );
  }

  #vector(type: WireType, value: CellValue, name: string): void {
    const values = arrayOf(type, value, name);
    const [element] = type.parts;
    if (type.type.name !== "VECTOR" || element === undefined || values.length !== type.type.dimension) {
      throw misfit(type, name, "as many elements as its dimension");
    }
    this.#writer.unsigned(values.length);
    for (const item of values) this.write(element, item, name);
  }
}

function arrayOf(type: WireType, value: CellValue, name: string): readonly CellValue[] {
  if (!isArray(value)) throw misfit(type, name, "an array");
  return value;
}

function isArray(value: CellValue): value is readonly CellValue[] {
  return Array.isArray(value);
}

function isFields(value: CellValue): value is { readonly [field: string]: CellValue } {
  return (
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Map) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}

function isNanoTime(value: CellValue): value is NanoTime {
  if (!isFields(value)) return false;
  const { epochSeconds, nanos } = value;
  if (typeof epochSeconds !== "bigint" || epochSeconds < int64Minimum || epochSeconds > int64Maximum) return false;
  return typeof nanos === "number" && Number.isInteger(nanos) && nanos >= 0 && nanos <= 999_999_999;
}

function misfit(type: WireType, name: string, takes: string): Error {
  return invalidArgument(`column ${name} (${type.type.name}) takes ${takes}`);
}
