import { encodeTunnelRecords, parseColumnType, RecordDecoder, type Row } from "@credport/maxcompute";
import type { Contender } from "../harness/measure.js";

const columns = [
  { name: "order_id", type: "bigint" },
  { name: "customer", type: "string" },
  { name: "city", type: "string" },
  { name: "amount", type: "double" },
  { name: "day", type: "date" },
  { name: "paid", type: "boolean" },
  { name: "quantity", type: "int" },
] as const;
const cities = ["Hangzhou", "Beijing", "Singapore"];
/** Rows of one run: as many as a few pieces of a download hold. */
const rowCount = 10_000;
/** What a connection hands over at a time. Bytes. */
const pieceSize = 65_536;

const rows: Row[] = Array.from({ length: rowCount }, (_, index) => [
  BigInt(index) * 1_000_003n,
  `customer-${1_000 + (index % 5_000)}`,
  cities[index % cities.length] ?? "",
  index * 1.25,
  new Date(1_700_000_000_000 + Math.floor(index / 1_000) * 86_400_000).toISOString().slice(0, 10),
  index % 3 === 0,
  index % 100,
]);

/** The same rows as lines of JSON, parsed line by line, and as the tunnel's record stream with every checksum verified. */
export function readers(): Contender[] {
  const objects = rows.map((row) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, jsonValue(row[index])])),
  );
  const lines = objects.map((object) => JSON.stringify(object));
  const arrays = objects.map((object) => JSON.stringify(Object.values(object)));
  const stream = encodeTunnelRecords(
    columns.map(({ type }) => type),
    rows,
  );
  const types = columns.map(({ type }) => parseColumnType(type));
  return [
    {
      name: "JSON.parse of objects",
      run(count) {
        let last: unknown;
        for (let index = 0; index < count; index += 1) for (const line of lines) last = JSON.parse(line);
        return last;
      },
    },
    {
      name: "JSON.parse of arrays",
      run(count) {
        let last: unknown;
        for (let index = 0; index < count; index += 1) for (const line of arrays) last = JSON.parse(line);
        return last;
      },
    },
    {
      name: "tunnel records, verified",
      run(count) {
        let last: unknown;
        for (let index = 0; index < count; index += 1) {
          const decoder = new RecordDecoder(types);
          for (let start = 0; start < stream.length; start += pieceSize) {
            const batch: Row[] = [];
            decoder.push(stream.subarray(start, start + pieceSize), batch);
            last = batch;
          }
          decoder.end([]);
        }
        return last;
      },
    },
  ];
}

/** JSON has no 64-bit integers: these fit a number, which is what a peer's JSON would hold. */
function jsonValue(value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
