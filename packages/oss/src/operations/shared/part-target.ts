import { invalidField, missingField } from "../../errors/invalid-parameter-error.js";
import type { ObjectTarget } from "./object-fields.js";

/** An upload in parts. */
export interface UploadTarget extends ObjectTarget {
  readonly uploadId: string;
}

/** A part of an upload. */
export interface PartTarget extends UploadTarget {
  /** 1 to 10,000. */
  readonly partNumber: number;
}

/** Checks a part's number. Throws `InvalidParameterError`. */
export function requirePart({ partNumber }: { readonly partNumber: number }): void {
  if (partNumber === undefined || partNumber === 0) throw missingField("PartNumber");
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > 10_000) {
    throw invalidField("PartNumber", "It is 1 to 10,000.");
  }
}
