import type { Row } from "../../src/index.js";

/** The columns of a table, as the tunnel describes them. */
export const columns = [
  { name: "id", type: "bigint", nullable: "false" },
  { name: "name", type: "string" },
  { name: "price", type: "decimal(10,2)" },
];
/** All its rows. */
export const allRows: Row[] = Array.from({ length: 5_000 }, (_, index) => [
  BigInt(index),
  index % 7 === 0 ? null : `name ${index}`,
  `${index}.50`,
]);
