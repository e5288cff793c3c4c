import { MaxComputeError } from "./maxcompute-error.js";
import type { TaskState } from "../instances/parse-instance.js";

/** The named fields of a {@link MaxComputeTaskError}. */
export interface TaskErrorFields {
  readonly taskName: string;
  readonly status: TaskState;
  readonly instanceId: string;
  /** The task's result: the service's own error text. */
  readonly content: string;
  readonly requestId?: string | null | undefined;
}

/** A job that ran and failed, such as a query with a mistake in it. */
export class MaxComputeTaskError extends MaxComputeError {
  /** The first `ODPS-nnnnnnn` of the task's result; the same as `odpsCode`. */
  readonly code: string | null;
  readonly odpsCode: string | null;
  readonly taskName: string;
  readonly status: TaskState;
  readonly instanceId: string;
  /** Where in the SQL text, from 1, when the service says so. */
  declare readonly line?: number;
  declare readonly column?: number;

  constructor(fields: TaskErrorFields) {
    super(
      fields.content === ""
        ? `task ${fields.taskName} of instance ${fields.instanceId} ended as ${fields.status}`
        : fields.content,
      fields,
    );
    const found = /(ODPS-\d{7})(?:\s*:\s*\[(\d+),\s*(\d+)\])?/.exec(fields.content);
    this.code = this.odpsCode = found?.[1] ?? null;
    this.taskName = fields.taskName;
    this.status = fields.status;
    this.instanceId = fields.instanceId;
    if (found?.[2] !== undefined) this.line = Number(found[2]);
    if (found?.[3] !== undefined) this.column = Number(found[3]);
  }
}
