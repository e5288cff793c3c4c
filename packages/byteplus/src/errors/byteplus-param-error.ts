import { BytePlusError, type BytePlusErrorFields, type BytePlusErrorKind } from "./byteplus-error.js";

/** A typed call's input is wrong; `field` names it as in `CreateKeyPairInput.Tags[0].Key`. Thrown before anything is sent. */
export class BytePlusParamError extends BytePlusError {
  static override readonly marker: string = "BytePlusParamError";
  override readonly kind: BytePlusErrorKind = "client";
  readonly field: string;

  constructor(fields: BytePlusErrorFields & { readonly field: string }) {
    super(fields);
    this.field = fields.field;
  }
}
