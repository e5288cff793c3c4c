import { loadPeer } from "../compression/parse-peer.js";

/** The optional package `apache-arrow`. */
export type ArrowLibrary = typeof import("apache-arrow");

/** Loads `apache-arrow`. Rejects with `MISSING_DEPENDENCY` when it is not installed. */
export async function loadArrow(): Promise<ArrowLibrary> {
  const library: unknown = await loadPeer("apache-arrow", "reading Arrow batches");
  return library as ArrowLibrary;
}
