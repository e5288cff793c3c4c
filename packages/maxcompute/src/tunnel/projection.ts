import type { TunnelColumn } from "./parse-session.js";
import { invalidArgument } from "../errors/client-error.js";
import type { CellValue, Row } from "../types/column-type.js";
import { convertText } from "../types/convert-text.js";

/** Which columns are asked for, and how a row is put together from what comes. */
export class Projection {
  /** The columns of a finished row. */
  readonly columns: readonly TunnelColumn[];
  /** The columns that travel, in schema order: the service's readers disagree about any other order. */
  readonly wire: readonly TunnelColumn[];
  /** Whether the list must be sent. */
  readonly partial: boolean;
  /** For each column of a finished row where it comes from: an index into `wire`, or a constant. */
  readonly #cells: readonly (number | { readonly value: CellValue })[];
  readonly #identity: boolean;

  /** Throws `INVALID_ARGUMENT` for unknown and repeated names. */
  constructor(
    schema: readonly TunnelColumn[],
    partition: ReadonlyMap<TunnelColumn, string>,
    names: readonly string[] | undefined,
  ) {
    const known = new Map([...schema, ...partition.keys()].map((column) => [column.name.toLowerCase(), column]));
    this.columns = names?.map((name) => {
      const column = known.get(name.toLowerCase());
      if (column === undefined) throw invalidArgument(`there is no column ${name}`);
      return column;
    }) ?? [...known.values()];
    if (new Set(this.columns).size !== this.columns.length) throw invalidArgument("a column is named twice");
    this.wire = schema.filter((column) => this.columns.includes(column));
    // Something has to travel for rows to be counted.
    if (this.wire.length === 0) this.wire = schema.slice(0, 1);
    this.partial = this.wire.length < schema.length;
    this.#cells = this.columns.map((column) => {
      const text = partition.get(column);
      return text === undefined ? this.wire.indexOf(column) : { value: convertText(text, column.type) };
    });
    this.#identity = this.columns.length === this.wire.length && this.#cells.every((cell, index) => cell === index);
  }

  /** For each column of a finished row its place among those that travel; `undefined` where the two are the same. */
  get order(): readonly number[] | undefined {
    return this.#identity ? undefined : this.columns.map((column) => this.wire.indexOf(column));
  }

  /** Puts rows as they came into the order that was asked for. */
  apply(rows: Row[]): Row[] {
    if (this.#identity) return rows;
    return rows.map((row) => this.#cells.map((cell) => (typeof cell === "number" ? (row[cell] ?? null) : cell.value)));
  }
}
