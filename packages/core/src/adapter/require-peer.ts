import { installedVersion, programsVersion } from "./installed-version.js";
import { missingPeer } from "./peer-errors.js";
import type { Peer } from "./peer.js";

/** Peers that were looked up: what is installed does not change under a running program. */
const accepted = new WeakSet<Peer>();

/**
 * Refuses, at the first call of a factory, a client package whose installed version is too old; later calls cost nothing.
 * `others` are packages that serve in its place: one that is new enough will do, and so will a newer copy that the program has
 * for itself. What the adapter does not find is accepted: the client may be installed where only its user sees it, and without
 * it the user's own import fails first. So is everything in a bundle, which need not hold what lies beside it. The package itself
 * is not loaded.
 *
 * @throws CredentialsError `CONFIG_INVALID` with the package, the versions found and the range wanted.
 */
export function requirePeer(peer: Peer, ...others: readonly Peer[]): void {
  if (accepted.has(peer)) return;
  const installed = [peer, ...others].filter((each) => !isBundled(each) && installedVersion(each) !== undefined);
  const [first] = installed;
  if (first !== undefined && installed.every(isTooOld)) throw missingPeer(first);
  accepted.add(peer);
}

/** Whether the adapter is no package of its own any more. */
function isBundled({ from }: Peer): boolean {
  return from?.includes("/node_modules/@credport/") !== true;
}

function isTooOld(peer: Peer): boolean {
  return [installedVersion(peer), programsVersion(peer)].every(
    (version) => version === undefined || isBefore(version, peer.range),
  );
}

/**
 * Whether a version comes before the lowest one of a range; a pre-release counts as what it leads to. Compared by hand: the first
 * comparison by `Intl` costs a program ten times what the whole look-up does.
 */
function isBefore(version: string, range: string): boolean {
  const [found, lowest] = [numbersOf(version), numbersOf(range)];
  const place = lowest.findIndex((number, index) => number !== found[index]);
  return found.length === 3 && place >= 0 && (found[place] ?? 0) < (lowest[place] ?? 0);
}

function numbersOf(text: string): readonly number[] {
  return (text.match(/\d+/g) ?? []).slice(0, 3).map(Number);
}
