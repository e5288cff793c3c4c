import type { Headers } from "./header-readers.js";
import type { FieldReader, FieldReaders } from "./parse-fields.js";

/** One field of a result and its reader. */
interface Field {
  readonly name: string;
  readonly read: FieldReader<Headers, unknown>;
}

/** The fields of a result by the one header that each depends on, and the others. */
interface FieldPlan {
  readonly byHeader: ReadonlyMap<string, Field>;
  readonly others: readonly Field[];
}

const plans = new WeakMap<object, FieldPlan>();

/**
 * `parseFields` for the headers of an answer, added to an object that holds other fields. By the headers that are there: they are
 * few, and the result for an object has over twenty fields.
 */
export function parseHeaderFields<Base extends object, Result>(
  base: Base,
  headers: Headers,
  readers: FieldReaders<Headers, Result>,
): Base & Result {
  const result = base as Record<string, unknown>;
  const { byHeader, others } = planOf(readers);
  for (const { name, read } of others) result[name] = read(headers);
  for (const header in headers) {
    const field = byHeader.get(header);
    const value = field?.read(headers);
    if (field !== undefined && value !== undefined) result[field.name] = value;
  }
  return result as Base & Result;
}

function planOf(readers: object): FieldPlan {
  const known = plans.get(readers);
  if (known !== undefined) return known;
  const byHeader = new Map<string, Field>();
  const others: Field[] = [];
  for (const [name, read] of Object.entries(readers) as [string, Field["read"]][]) {
    const header = "header" in read ? String(read.header) : undefined;
    if (header === undefined) others.push({ name, read });
    else byHeader.set(header, { name, read });
  }
  const plan = { byHeader, others };
  plans.set(readers, plan);
  return plan;
}
