import { BytePlusServiceError } from "./byteplus-service-error.js";

/** The server did not accept the key, the signature, the token or the signature's date. */
export class BytePlusAuthError extends BytePlusServiceError {
  static override readonly marker: string = "BytePlusAuthError";
}
