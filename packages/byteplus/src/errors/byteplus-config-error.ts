import { BytePlusError, type BytePlusErrorKind } from "./byteplus-error.js";

/** Region, endpoint or another setting is missing or wrong. Thrown before anything is sent. */
export class BytePlusConfigError extends BytePlusError {
  static override readonly marker: string = "BytePlusConfigError";
  override readonly kind: BytePlusErrorKind = "client";
}
