import { crc64ModuleBytes } from "./crc64-module-bytes.js";
import { parseCrc64Module, type Crc64Module } from "./parse-crc64-module.js";

const inverted = 0xffff_ffff_ffff_ffffn;
/** Where the module's memory takes the bytes to sum. */
const windowOffset = 34_176;
/** Bytes copied there at once. */
const windowBytes = 256 * 1024;

interface Engine {
  readonly update: Crc64Module["update"];
  readonly window: Uint8Array;
}

/** One instance for the process, made at the first use: it keeps no state between calls. */
let shared: Engine | undefined;

function engine(): Engine {
  if (shared !== undefined) return shared;
  const { memory, update } = parseCrc64Module(crc64ModuleBytes);
  shared = { update, window: new Uint8Array(memory.buffer, windowOffset, windowBytes) };
  return shared;
}

/**
 * CRC-64 as OSS computes it (CRC-64/XZ: ECMA-182 polynomial, reflected, inverted at both ends), over bytes that arrive in
 * pieces.
 */
export class Crc64 {
  #register: bigint;

  /** `initial` continues from an earlier finished value. */
  constructor(initial = 0n) {
    this.#register = initial ^ inverted;
  }

  /** Takes in more bytes. */
  update(bytes: Uint8Array): this {
    const { update, window } = engine();
    let register = this.#register;
    for (let from = 0; from < bytes.length; from += windowBytes) {
      const piece = bytes.length <= windowBytes ? bytes : bytes.subarray(from, from + windowBytes);
      window.set(piece);
      register = update(register, windowOffset, piece.length);
    }
    this.#register = BigInt.asUintN(64, register);
    return this;
  }

  /** The value of all bytes so far. */
  get value(): bigint {
    return this.#register ^ inverted;
  }

  /** The value as OSS writes it in `x-oss-hash-crc64ecma`: an unsigned decimal. */
  toString(): string {
    return this.value.toString();
  }
}

/** The CRC-64 of some bytes, continuing from `initial`. */
export function crc64(bytes: Uint8Array, initial = 0n): bigint {
  return new Crc64(initial).update(bytes).value;
}
