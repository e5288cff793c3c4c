import { createDeflate, createInflate } from "node:zlib";
import type { Codec } from "./codec.js";
import { throughZlib } from "./through-zlib.js";

/** `deflate` as HTTP means it: a zlib stream with header and Adler checksum. */
export const deflateCodec: Codec = {
  compress: (source) => throughZlib(source, createDeflate()),
  decompress: (source) => throughZlib(source, createInflate()),
};
