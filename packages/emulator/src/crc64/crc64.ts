import { CRC64_MODULE } from "./crc64-module.js";

/** The part of the WebAssembly API used here; Node's types do not declare it. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => {
    readonly exports: {
      readonly memory: { readonly buffer: ArrayBuffer };
      update(register: bigint, length: number): bigint;
    };
  };
};

/** Where the module expects bytes, and how many fit. */
const DATA_OFFSET = 16_384;
const DATA_LENGTH = 256 * 1024;

const ALL_ONES = 0xffff_ffff_ffff_ffffn;

type Update = (register: bigint, bytes: Uint8Array) => bigint;

let loaded: Update | undefined;

/**
 * The CRC-64 that OSS uses (ECMA-182, reflected; "CRC-64/XZ"), continued from the finished value of the bytes before.
 * Start with `0n`. The module is compiled at the first call.
 */
export function crc64(previous: bigint, bytes: Uint8Array): bigint {
  const update = (loaded ??= load());
  return BigInt.asUintN(64, update(previous ^ ALL_ONES, bytes)) ^ ALL_ONES;
}

function load(): Update {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(CRC64_MODULE, "base64")));
  const data = new Uint8Array(exports.memory.buffer, DATA_OFFSET, DATA_LENGTH);
  return (register, bytes) => {
    let result = register;
    for (let start = 0; start < bytes.length; start += DATA_LENGTH) {
      const piece = bytes.subarray(start, start + DATA_LENGTH);
      data.set(piece);
      result = exports.update(result, piece.length);
    }
    return result;
  };
}
