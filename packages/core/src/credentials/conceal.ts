/** Node looks for this name when it prints an object. A registered symbol, so no import is needed. */
const inspectSymbol: unique symbol = Symbol.for("nodejs.util.inspect.custom");

type Inspect = (value: unknown, options: unknown) => string;

/**
 * Turns secret properties into own, non-enumerable accessors over a closure, gives the object a printed form that lacks them,
 * and freezes it. Accessors rather than `#private` fields, which throw under `Proxy` and `Object.create`, and rather than
 * hidden data properties, which `util.inspect` shows with `showHidden`.
 */
export function conceal<T extends object>(target: T, secrets: readonly (keyof T)[], summarize: () => object): T {
  for (const name of secrets) {
    const value = target[name];
    if (value === undefined) continue;
    Object.defineProperty(target, name, { get: () => value, enumerable: false });
  }
  Object.defineProperties(target, {
    toJSON: { value: summarize },
    [inspectSymbol]: { value: (_depth: number, options: unknown, inspect: Inspect) => inspect(summarize(), options) },
  });
  return Object.freeze(target);
}
