import { describeCause } from "./client-error.js";

/** What an operation rejects with: its name around the failure, which is `cause`. */
export class OperationError extends Error {
  override readonly name: string = "OperationError";
  /** The operation, e.g. `GetObject`. */
  readonly operation: string;

  constructor(operation: string, cause: unknown) {
    super(`operation error ${operation}: ${describeCause(cause)}`, { cause });
    this.operation = operation;
  }
}
