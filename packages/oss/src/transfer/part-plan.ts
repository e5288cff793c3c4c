import { invalidField } from "../errors/invalid-parameter-error.js";

const maximumParts = 10_000;
/** The smallest part the service takes, the last one aside. */
const minimumPartSize = 100 * 1024;
const maximumPartSize = 5 * 1024 ** 3;

/** A stretch of a body, `end` not included. */
export interface PartRange {
  /** From 1. */
  readonly partNumber: number;
  readonly start: number;
  readonly end: number;
}

/** Checks the options of a transfer. Throws `InvalidParameterError`. */
export function checkTransferOptions(options: {
  readonly partSize?: number | undefined;
  readonly parallel?: number | undefined;
  readonly multipartThreshold?: number | undefined;
}): void {
  const { partSize, parallel, multipartThreshold } = options;
  if (partSize !== undefined && !(Number.isSafeInteger(partSize) && partSize > 0)) {
    throw invalidField("PartSize", "It is a positive number of bytes.");
  }
  if (parallel !== undefined && !(Number.isInteger(parallel) && parallel > 0)) {
    throw invalidField("ParallelNum", "It is a positive integer.");
  }
  if (multipartThreshold !== undefined && !(multipartThreshold >= 0)) {
    throw invalidField("MultipartCopyThreshold", "It is a number of bytes, 0 or more.");
  }
}

/** Checks the size of parts that are uploaded. Throws `InvalidParameterError`. */
export function checkUploadPartSize(partSize: number): void {
  if (partSize < minimumPartSize || partSize > maximumPartSize) {
    throw invalidField("PartSize", "Parts have 100 KiB to 5 GiB.");
  }
}

/** The part size that keeps a body under 10,000 parts: grown in steps of itself. */
export function fittingPartSize(size: number, partSize: number): number {
  return partSize * (Math.floor(size / (partSize * maximumParts)) + 1);
}

/** The parts of a stretch from `start` to `end`. */
export function* partRanges(start: number, end: number, partSize: number): Iterable<PartRange> {
  for (let partNumber = 1, from = start; from < end; partNumber++, from += partSize) {
    yield { partNumber, start: from, end: Math.min(from + partSize, end) };
  }
}
