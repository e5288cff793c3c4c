import { childrenOf, integerOf, type XmlElement } from "../xml/xml-element.js";

/** A partition of a table. What the service left out is `null`. */
export interface Partition {
  /** Partition column and value, in table order. */
  readonly values: ReadonlyMap<string, string>;
  /** `k1=v1,k2=v2`, as tunnel sessions take it. */
  readonly spec: string;
  readonly creationTime: Date | null;
  readonly lastDdlTime: Date | null;
  readonly lastModifiedTime: Date | null;
  /** In bytes. */
  readonly size: number | null;
  readonly recordCount: number | null;
}

/** One `<Partition>` of a list. */
export function readPartition(element: XmlElement): Partition {
  const values = new Map(
    childrenOf(element, "Column").map((column) => [column.attributes["Name"] ?? "", column.attributes["Value"] ?? ""]),
  );
  return {
    values,
    spec: [...values].map(([name, value]) => `${name}=${value}`).join(","),
    creationTime: epochSeconds(element, "CreationTime"),
    lastDdlTime: epochSeconds(element, "LastDDLTime"),
    lastModifiedTime: epochSeconds(element, "LastModifiedTime"),
    size: integerOf(element, "PartitionSize"),
    recordCount: integerOf(element, "PartitionRecordCount"),
  };
}

function epochSeconds(element: XmlElement, name: string): Date | null {
  const seconds = integerOf(element, name);
  return seconds === null || seconds <= 0 ? null : new Date(seconds * 1000);
}
