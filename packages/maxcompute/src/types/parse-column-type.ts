import type { ColumnType, SimpleTypeName, StructField } from "./column-type.js";
import { invalidResponse } from "../errors/client-error.js";

const simpleNames: ReadonlySet<string> = new Set<SimpleTypeName>([
  "BIGINT",
  "BINARY",
  "BOOLEAN",
  "DATE",
  "DATETIME",
  "DOUBLE",
  "FLOAT",
  "GEOGRAPHY",
  "INT",
  "INTERVAL_DAY_TIME",
  "INTERVAL_YEAR_MONTH",
  "JSON",
  "SMALLINT",
  "STRING",
  "TIMESTAMP",
  "TIMESTAMP_NTZ",
  "TINYINT",
]);

/** How deep types may nest; the service allows far less. */
const maximumDepth = 64;

/** Parses the service's type text, e.g. `map<string,array<decimal(10,2)>>`. Throws `INVALID_RESPONSE` for an unknown type. */
export function parseColumnType(text: string): ColumnType {
  const reader = new TypeReader(text);
  const type = reader.type(0);
  reader.end();
  return type;
}

/** A column type given as text or parsed already. */
export function columnTypeOf(type: ColumnType | string): ColumnType {
  return typeof type === "string" ? parseColumnType(type) : type;
}

class TypeReader {
  #position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  type(depth: number): ColumnType {
    if (depth > maximumDepth) throw this.#unknown();
    const name = this.#name();
    switch (name) {
      case "ARRAY":
        return { name, element: this.#enclosed(() => this.type(depth + 1)) };
      case "MAP":
        return this.#enclosed(() => {
          const key = this.type(depth + 1);
          this.#expect(",");
          return { name, key, value: this.type(depth + 1) };
        });
      case "STRUCT":
        return { name, fields: this.#enclosed(() => this.#fields(depth)) };
      case "VECTOR": {
        const close = this.#accept("<") ? ">" : ")";
        if (close === ")") this.#expect("(");
        const element = this.type(depth + 1);
        this.#expect(",");
        const dimension = this.#number();
        this.#expect(close);
        return { name, element, dimension };
      }
      case "CHAR":
      case "VARCHAR":
        return { name, length: this.#parameters()[0] };
      case "DECIMAL": {
        const [precision, scale] = this.#parameters();
        return { name, precision, scale: scale ?? (precision === undefined ? undefined : 0) };
      }
      default:
        if (!isSimpleName(name)) throw this.#unknown();
        return { name };
    }
  }

  end(): void {
    this.#blanks();
    if (this.#position < this.#text.length) throw this.#unknown();
  }

  #fields(depth: number): StructField[] {
    const fields: StructField[] = [];
    do {
      const name = this.#fieldName();
      this.#expect(":");
      fields.push({ name, type: this.type(depth + 1) });
    } while (this.#accept(","));
    return fields;
  }

  #fieldName(): string {
    this.#blanks();
    const found = /^(?:`((?:[^`]|``)*)`|([^\s:<>,`]+))/.exec(this.#text.slice(this.#position));
    if (found === null) throw this.#unknown();
    this.#position += found[0].length;
    return found[2] ?? (found[1] ?? "").replaceAll("``", "`");
  }

  #name(): string {
    this.#blanks();
    const found = /^[A-Za-z][A-Za-z0-9_]*/.exec(this.#text.slice(this.#position, this.#position + 64));
    if (found === null) throw this.#unknown();
    this.#position += found[0].length;
    return found[0].toUpperCase();
  }

  #parameters(): number[] {
    if (!this.#accept("(")) return [];
    const values = [this.#number()];
    while (this.#accept(",")) values.push(this.#number());
    this.#expect(")");
    return values;
  }

  #number(): number {
    this.#blanks();
    const found = /^\d{1,9}/.exec(this.#text.slice(this.#position, this.#position + 10));
    if (found === null) throw this.#unknown();
    this.#position += found[0].length;
    return Number(found[0]);
  }

  #enclosed<T>(read: () => T): T {
    this.#expect("<");
    const value = read();
    this.#expect(">");
    return value;
  }

  #expect(character: string): void {
    if (!this.#accept(character)) throw this.#unknown();
  }

  #accept(character: string): boolean {
    this.#blanks();
    if (this.#text[this.#position] !== character) return false;
    this.#position++;
    return true;
  }

  #blanks(): void {
    while (this.#text[this.#position] === " ") this.#position++;
  }

  #unknown(): Error {
    return invalidResponse(`the column type "${this.#text.slice(0, 80)}" is not known`);
  }
}

function isSimpleName(name: string): name is SimpleTypeName {
  return simpleNames.has(name);
}
