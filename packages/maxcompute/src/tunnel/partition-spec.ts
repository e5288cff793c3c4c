import { invalidArgument } from "../errors/client-error.js";

/** A partition: `k1=v1,k2=v2` in table order, or its values by column. */
export type PartitionSpec = string | Readonly<Record<string, string | number>>;

/** The spec as the service takes it: table order, no quotes. Throws `INVALID_ARGUMENT` for a part without a name or value. */
export function partitionText(spec: PartitionSpec | undefined): string | undefined {
  if (spec === undefined || spec === "") return undefined;
  const text =
    typeof spec === "string"
      ? spec.replace(/['"]/g, "")
      : Object.entries(spec)
          .map(([name, value]) => `${name}=${value}`)
          .join(",");
  return [...partitionValues(text)].map(([name, value]) => `${name}=${value}`).join(",");
}

/** The values of a spec by column. */
export function partitionValues(text: string | undefined): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (text === undefined) return values;
  // A slash separates, as PyODPS writes it, only where another name follows.
  for (const part of text.split(/,|\/(?=[^,/=]+=)/)) {
    const separator = part.indexOf("=");
    const name = part.slice(0, separator).trim();
    const value = part.slice(separator + 1).trim();
    if (separator < 0 || name === "" || value === "") throw invalidArgument("a partition is written k1=v1,k2=v2");
    values.set(name, value);
  }
  return values;
}
