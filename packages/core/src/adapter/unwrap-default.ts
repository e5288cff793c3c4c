/**
 * Finds a class behind up to two layers of `default`, which is how CommonJS packages arrive through `import()` and bundlers.
 * Returns the first layer that satisfies the test, or `undefined`.
 */
export function unwrapDefault<T>(value: unknown, isWanted: (candidate: unknown) => candidate is T): T | undefined {
  let candidate = value;
  for (let layer = 0; layer < 3; layer += 1) {
    if (isWanted(candidate)) return candidate;
    if ((typeof candidate !== "object" && typeof candidate !== "function") || candidate === null) return undefined;
    candidate = "default" in candidate ? candidate.default : undefined;
  }
  return undefined;
}
