/** Reads one field of a result out of its source; `undefined`: the source does not hold it. */
export type FieldReader<Source, Value> = (source: Source) => Value | undefined;

/** How each field of a result is read. */
export type FieldReaders<Source, Result> = {
  readonly [Name in keyof Result]-?: FieldReader<Source, Exclude<Result[Name], undefined>>;
};

/** Reads a result; fields that the source does not hold are absent. Readers of required fields must always find a value. */
export function parseFields<Source, Result>(source: Source, readers: FieldReaders<Source, Result>): Result {
  const result: Partial<Result> = {};
  for (const name in readers) {
    const value = readers[name](source);
    if (value !== undefined) result[name] = value;
  }
  return result as Result;
}
