let loaded: Pick<typeof import("node:crypto"), "hash"> | undefined;

/** Node's digests, loaded at their first use: they cost 3 ms, and a process that only reads its environment needs none. */
export function nodeCrypto(): NonNullable<typeof loaded> {
  // eslint-disable-next-line credport/no-ambient -- what computes is loaded and nothing else: the type leaves randomness out
  loaded ??= process.getBuiltinModule("node:crypto");
  return loaded;
}
