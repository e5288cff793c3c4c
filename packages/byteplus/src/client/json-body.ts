import { BytePlusSerializationError } from "../errors/byteplus-serialization-error.js";
import { dateText, hasFields, unserializable, type Parameters } from "./flatten.js";

/**
 * A JSON body: nothing is flattened; bytes are base64, dates as in a query, and a `bigint` a number with all its digits. Throws
 * `BytePlusSerializationError` for what has no such form.
 */
export function jsonBody(parameters: Parameters): string {
  const plain = jsonText(parameters, String);
  if (!plain.hasBigint) return plain.text;
  // The runtime writes no bigint itself: they are marked as texts cannot be here, and lose their quotes afterwards.
  let mark = "#";
  while (plain.text.includes(mark)) mark += "#";
  const { text } = jsonText(parameters, (value) => `${mark}${value}`);
  return text.replace(new RegExp(`"${mark}(-?\\d+)"`, "g"), "$1");
}

function jsonText(
  parameters: Parameters,
  bigintText: (value: bigint) => string,
): { readonly text: string; readonly hasBigint: boolean } {
  let hasBigint = false;
  try {
    const text = JSON.stringify(
      parameters,
      function (this: Readonly<Record<string, unknown>>, name: string, value: unknown) {
        // A Date has become text before it gets here; the original still stands in its holder.
        const original = this[name];
        if (original instanceof Date) return dateText(name, original);
        if (original instanceof Uint8Array) return Buffer.from(original).toString("base64");
        if (typeof value === "number" && !Number.isFinite(value)) throw unserializable(name, "is no finite number");
        if (typeof value === "bigint") {
          hasBigint = true;
          return bigintText(value);
        }
        if (typeof value !== "object" || value === null || Array.isArray(value) || hasFields(value)) return value;
        if (!(value instanceof Map)) throw unserializable(name, "is an object of no such form");
        const entries: readonly (readonly [unknown, unknown])[] = [...value];
        return Object.fromEntries(entries.map(([key, item]) => [String(key), item]));
      },
    );
    return { text, hasBigint };
  } catch (cause) {
    if (cause instanceof BytePlusSerializationError) throw cause;
    throw new BytePlusSerializationError({ message: "The parameters cannot be written as JSON.", cause });
  }
}
