import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type OSS from "ali-oss";
import type { Output } from "../output/output.js";
import { startProgress } from "../output/progress.js";

const readme = fileURLToPath(new URL("../../../../README.md", import.meta.url));
const mebibyte = 1024 * 1024;
const partSize = 8 * mebibyte;

/** Options of {@link transferFiles}. */
export interface TransferOptions {
  /** Size of the generated file, in MiB. */
  readonly size: number;
  /** Where a progress bar is drawn; absent when there is no terminal. */
  readonly terminal: NodeJS.WritableStream | undefined;
}

/** Uploads and downloads two real files and compares their hashes. Returns whether both came back as they went. */
export async function transferFiles(client: OSS, output: Output, options: TransferOptions): Promise<boolean> {
  output.heading("2. Real files go there and back");
  const directory = await mkdtemp(join(tmpdir(), "credport-quickstart-"));
  try {
    const large = join(directory, "large.bin");
    await writeRandomFile(large, options.size);
    const small = await roundTrip(client, readme, { output, terminal: undefined, directory });
    return (await roundTrip(client, large, { output, terminal: options.terminal, directory })) && small;
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function roundTrip(
  client: OSS,
  file: string,
  { output, terminal, directory }: Omit<TransferOptions, "size"> & { output: Output; directory: string },
): Promise<boolean> {
  const key = `quickstart/${file.replace(/^.*[\\/]/, "")}`;
  const { size } = await stat(file);
  const label = `${key.padEnd(24)}${formatSize(size)}`;
  using progress = startProgress(output, label, terminal);
  await client.multipartUpload(key, file, {
    partSize,
    progress: (fraction: number) => {
      progress.update(fraction / 2);
    },
  });
  const copy = join(directory, "copy");
  const found: { stream?: NodeJS.ReadableStream } = await client.getStream(key);
  if (found.stream === undefined) return false;
  let received = 0;
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      progress.update(0.5 + received / size / 2);
      done(null, chunk);
    },
  });
  await pipeline(found.stream, count, createWriteStream(copy));
  const [sent, back] = [await hashOf(file), await hashOf(copy)];
  await client.delete(key);
  progress.done(
    sent === back ? `sha256 ${sent.slice(0, 16)}... both ways` : `CAME BACK DIFFERENT: ${sent} and ${back}`,
  );
  return sent === back;
}

async function writeRandomFile(path: string, size: number): Promise<void> {
  await writeFile(
    path,
    (function* () {
      for (let written = 0; written < size; written += 1) yield randomBytes(mebibyte);
    })(),
  );
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function formatSize(bytes: number): string {
  return bytes < mebibyte ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / mebibyte).toFixed(0)} MiB`;
}
