/** A column type, read from its text. */
export interface ColumnType {
  /** In upper case, without parameters, e.g. `DECIMAL`. */
  readonly name: string;
  /** Precision and scale, length or dimension. */
  readonly numbers: readonly number[];
  /** Element of an array; key and value of a map; fields of a struct. */
  readonly inner: readonly { readonly field: string; readonly type: ColumnType }[];
}

const NESTED: ReadonlySet<string> = new Set(["ARRAY", "MAP", "STRUCT", "VECTOR"]);

/** Reads a type text such as `map<string,array<decimal(10,2)>>`. Throws a `SyntaxError` for what is none. */
export function readColumnType(text: string): ColumnType {
  const parser = new TypeParser(text);
  const type = parser.type();
  parser.end();
  return type;
}

class TypeParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text.replace(/\s+/g, " ").trim();
  }

  type(): ColumnType {
    const name = this.#word().toUpperCase();
    if (this.#take("(")) {
      const numbers = this.#list(() => Number(this.#word()), ")");
      return { name, numbers, inner: [] };
    }
    if (!NESTED.has(name)) return { name, numbers: [], inner: [] };
    this.#need("<");
    if (name === "VECTOR") {
      const type = this.type();
      this.#need(",");
      const numbers = [Number(this.#word())];
      this.#need(">");
      return { name, numbers, inner: [{ field: "", type }] };
    }
    const inner = this.#list(() => {
      const field = name === "STRUCT" ? this.#word() : "";
      if (name === "STRUCT") this.#need(":");
      return { field, type: this.type() };
    }, ">");
    return { name, numbers: [], inner };
  }

  end(): void {
    if (this.#at < this.#text.length) throw this.#error();
  }

  #list<T>(read: () => T, close: string): T[] {
    const items = [read()];
    while (this.#take(",")) items.push(read());
    this.#need(close);
    return items;
  }

  #word(): string {
    this.#skip();
    const [word, quoted] = /^(?:`([^`]+)`|[^\s:<>(),`]+)/.exec(this.#text.slice(this.#at)) ?? [];
    if (word === undefined) throw this.#error();
    this.#at += word.length;
    return quoted ?? word;
  }

  #take(sign: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #need(sign: string): void {
    if (!this.#take(sign)) throw this.#error();
  }

  #skip(): void {
    while (this.#text[this.#at] === " ") this.#at += 1;
  }

  #error(): SyntaxError {
    return new SyntaxError(`"${this.#text}" is no column type`);
  }
}
