import { staticKeysRow, supportedClients } from "./supported-clients.js";

/** The cells of the compatibility table, without its heading; `ranges` are the adapters' peer ranges, by package. */
export function compatibilityTable(ranges: ReadonlyMap<string, string>): readonly (readonly string[])[] {
  const rows = Object.entries(supportedClients).map(([name, { adapter, versions, takes, guarantee, cannot }]) => [
    `\`${name}\``,
    versions ?? ranges.get(name) ?? "Node's own",
    `\`@credport/${adapter}\``,
    takes,
    guarantee,
    cannot,
  ]);
  return [...rows, staticKeysRow];
}

/** The cells of the table below that heading of a Markdown text, without the table's own heading. */
export function readTable(markdown: string, heading: string): readonly (readonly string[])[] {
  const [, text = ""] = markdown.split(`\n## ${heading}\n`);
  const [table = ""] = /^\|[^]*?\|$(?!\n\|)/m.exec(text) ?? [];
  const [, , ...rows] = table.split("\n");
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
