import type { ColumnType } from "../types/column-type.js";
import { parseColumnType } from "../types/parse-column-type.js";

/** The column types a `ResultDescriptor` names, in order; empty when there is none or it cannot be read. */
export function parseDescriptorTypes(descriptor: string | undefined): readonly (ColumnType | undefined)[] {
  if (descriptor === undefined) return [];
  try {
    const value = JSON.parse(descriptor) as { readonly Schema?: { readonly Columns?: unknown } } | null;
    const columns = value?.Schema?.Columns;
    return Array.isArray(columns) ? columns.map(typeOf) : [];
  } catch {
    // The descriptor is an extra; without it cells are texts or come through the tunnel.
    return [];
  }
}

function typeOf(column: unknown): ColumnType | undefined {
  const text = (column as { readonly Type?: unknown } | null)?.Type;
  if (typeof text !== "string") return undefined;
  try {
    return parseColumnType(text);
  } catch {
    return undefined;
  }
}
