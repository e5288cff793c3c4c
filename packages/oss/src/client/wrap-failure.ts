import { isCredentialsError } from "@credport/core";
import { CanceledError } from "../errors/canceled-error.js";
import { ClientError } from "../errors/client-error.js";
import { InvalidParameterError } from "../errors/invalid-parameter-error.js";
import { OperationError } from "../errors/operation-error.js";

/**
 * What an operation rejects with for a failure: `OperationError` around it, or around `CanceledError` once the signal has aborted.
 * Parameter errors and `ClientError` come bare.
 */
export function wrapFailure(operation: string, error: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted === true) {
    return new OperationError(operation, error instanceof CanceledError ? error : new CanceledError(signal.reason));
  }
  if (error instanceof InvalidParameterError || error instanceof ClientError) return error;
  if (isCredentialsError(error) && error.code === "ABORTED")
    return new OperationError(operation, new CanceledError(error));
  return new OperationError(operation, error);
}
