import { pipeline, Readable, type Duplex } from "node:stream";
import { damaged, truncated } from "./codec.js";

/** Sends a stream through one of Node's compressors. A failure of the source comes through as it is. */
export async function* throughZlib(
  source: AsyncIterable<Uint8Array>,
  transform: Duplex,
): AsyncGenerator<Uint8Array, void, undefined> {
  let failure: unknown;
  // The failure reaches this loop by the destroyed transform; the callback is only where `pipeline` reports it.
  pipeline(
    Readable.from(
      remembering(source, (error) => (failure = error)),
      { objectMode: false },
    ),
    transform,
    () => undefined,
  );
  try {
    const output: AsyncIterable<Uint8Array> = transform;
    yield* output;
  } catch (error) {
    throw failure ?? zlibFailure(error);
  } finally {
    transform.destroy();
  }
}

async function* remembering(
  source: AsyncIterable<Uint8Array>,
  onFailure: (error: unknown) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* source;
  } catch (error) {
    onFailure(error);
    throw error;
  }
}

function zlibFailure(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "Z_BUF_ERROR") return truncated();
  return typeof code === "string" && /^(?:Z_|ZSTD_)/.test(code) ? damaged(error) : error;
}
