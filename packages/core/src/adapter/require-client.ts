import { isClassWith } from "./has-methods.js";
import type { Peer } from "./peer.js";
import { wrongClient } from "./peer-errors.js";
import { requirePeer } from "./require-peer.js";
import { unwrapDefault } from "./unwrap-default.js";

/** A client class, or what `import()` of its CommonJS package gives, with the class behind one or two layers of `default`. */
export type ClassOrNamespace<Class> = Class | { readonly default: Class | { readonly default: Class } };

/**
 * What a factory makes of a class without types, as `require` gives it: nothing about it is checked. Some of the clients ship no
 * types, and their users would need a cast otherwise.
 */
export type UntypedClient = ReturnType<typeof JSON.parse>;

/**
 * The client, a class or a module, in what the user passed: that itself, or what lies behind up to two layers of `default`.
 *
 * @throws CredentialsError `CONFIG_INVALID` for anything else, and for a package that is installed in too old versions only.
 */
export function requireClient<T>(value: unknown, isWanted: (candidate: unknown) => candidate is T, peer: Peer): T {
  const client = unwrapDefault(value, isWanted);
  if (client === undefined) throw wrongClient(peer);
  requirePeer(peer);
  return client;
}

/**
 * {@link requireClient} for a class whose instances have all these methods; it then takes whatever an adapter passes.
 *
 * @throws CredentialsError as {@link requireClient} does.
 */
export function requireClientClass<Client, Parameters extends unknown[] = [options: object]>(
  value: unknown,
  methods: readonly string[],
  peer: Peer,
): new (...parameters: Parameters) => Client {
  const isWanted = (candidate: unknown): candidate is new (...parameters: Parameters) => Client =>
    isClassWith<Client, Parameters>(candidate, methods);
  return requireClient(value, isWanted, peer);
}
