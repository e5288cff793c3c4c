import { BytePlusError, type BytePlusErrorFields, type BytePlusErrorKind } from "./byteplus-error.js";

/** A request could not be written, or a successful answer could not be read. */
export class BytePlusSerializationError extends BytePlusError {
  static override readonly marker: string = "BytePlusSerializationError";
  override readonly kind: BytePlusErrorKind = "client";
  /** The answer's HTTP status, where there was an answer. */
  declare readonly status?: number;

  constructor(fields: Omit<BytePlusErrorFields, "code"> & { readonly status?: number | undefined }) {
    super({ ...fields, code: "SerializationError" });
    if (fields.status !== undefined) this.status = fields.status;
  }
}
