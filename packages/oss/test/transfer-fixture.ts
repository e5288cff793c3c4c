import { writeFile } from "node:fs/promises";
import { onTestFinished } from "vitest";
import { bucket, setup, temporaryDirectory, type Setup } from "./fixture.js";

export const partSize: number = 100 * 1024;
/** Of the content, in bytes: five parts and a bit. */
export const size: number = 5 * partSize + 321;
export const content: Buffer = Buffer.from(
  Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 0xff),
);

/** An emulated bucket, a client, and a directory with the content in `source.bin`. */
export interface TransferWorld extends Setup {
  readonly files: Awaited<ReturnType<typeof temporaryDirectory>>;
  /** Calls of an operation that reached the service. */
  count(operation: string): number;
  /** The bytes of an object. */
  stored(key: string): Promise<Buffer>;
}

/** Makes a {@link TransferWorld} that ends with the test. */
export async function transferWorld(): Promise<TransferWorld> {
  const world = await setup();
  const files = await temporaryDirectory();
  await writeFile(files.file("source.bin"), content);
  onTestFinished(async () => {
    await world[Symbol.asyncDispose]();
    await files[Symbol.asyncDispose]();
  });
  return {
    ...world,
    files,
    count: (operation) => world.emulator.calls.count("oss", operation),
    stored: async (key) => (await world.client.getObject({ bucket, key })).body.bytes(),
  };
}
