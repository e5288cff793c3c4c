import { InvalidParameterError, invalidField } from "../errors/invalid-parameter-error.js";
import type { OperationInput } from "./operation-input.js";

const bucketName = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/;
const methods: ReadonlySet<string> = new Set(["GET", "PUT", "HEAD", "POST", "DELETE", "OPTIONS"]);
const loneSurrogate = /\p{Surrogate}/u;
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;
/** Control characters, and halves of characters, which have no bytes. */
const unsendable = /[^\t\x20-\x7e\x80-\ud7ff\ue000-\u{10ffff}]/u;

/** Checks a request before any network use (OSS v2 specification, 3.3). Throws `InvalidParameterError`. */
export function validate(input: OperationInput): void {
  if (input === null || typeof input !== "object") throw new InvalidParameterError("request", "null field, request.");
  if (!methods.has(input.method)) throw invalidField("OperationInput.Method");
  if (input.bucket !== undefined) validateBucket(input.bucket);
  if (input.key === undefined) return;
  if (input.bucket === undefined) throw invalidField("OperationInput.Bucket", "A key needs one.");
  validateKey(input.key);
}

/** Refuses what is no name of a bucket. */
export function validateBucket(name: string, field = "OperationInput.Bucket"): void {
  if (!bucketName.test(name)) {
    throw invalidField(field, "A name is 3 to 63 of a-z, 0-9 and -, without - at either end.");
  }
}

/** Refuses what cannot be a key. */
export function validateKey(key: string, field = "OperationInput.Key"): void {
  if (typeof key !== "string" || key === "" || loneSurrogate.test(key)) {
    throw invalidField(field, "A key is not empty and well-formed Unicode.");
  }
}

/** Refuses what HTTP cannot carry: names with blanks or beyond ASCII, values that would break out of their line. */
export function validateHeader(name: string, value: string): void {
  if (!headerName.test(name)) throw invalidField(`Headers.${name}`, "A name is ASCII letters, digits and a few signs.");
  if (typeof value !== "string" || unsendable.test(value))
    throw invalidField(`Headers.${name}`, "A value is well-formed text without control characters.");
}
