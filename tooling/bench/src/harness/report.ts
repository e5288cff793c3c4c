/** One cell of a table; numbers are rounded to three digits. */
export type Cell = string | number;

/** Prints what suites measure. */
export class Report {
  readonly #write: (line: string) => void;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  /** A heading. */
  heading(text: string): void {
    this.#write(`\n## ${text}\n`);
  }

  /** A remark below a heading or a table. */
  note(text: string): void {
    this.#write(`${text}\n`);
  }

  /** A Markdown table with aligned columns. */
  table(columns: readonly string[], rows: readonly (readonly Cell[])[]): void {
    const texts = [columns, ...rows.map((row) => row.map(cellText))];
    const widths = columns.map((_column, index) => Math.max(...texts.map((row) => row[index]?.length ?? 0)));
    const line = (row: readonly string[]): string =>
      `| ${row.map((text, index) => text.padEnd(widths[index] ?? 0)).join(" | ")} |`;
    const [head = [], ...body] = texts;
    this.#write([line(head), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n") + "\n");
  }
}

/** A number with three significant digits, but never in powers of ten. */
export function cellText(cell: Cell): string {
  if (typeof cell === "string") return cell;
  return Math.abs(cell) >= 100 ? Math.round(cell).toLocaleString("en") : String(Number(cell.toPrecision(3)));
}
