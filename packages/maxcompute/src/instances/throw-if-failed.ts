import type { TaskResult } from "./parse-instance.js";
import { MaxComputeTaskError } from "../errors/task-error.js";

/** Throws `MaxComputeTaskError` for the first task that failed, by its status or, without one, by its own words. */
export function throwIfFailed(
  results: readonly TaskResult[],
  instanceId: string,
  requestId: string | null = null,
): void {
  for (const { content, format, name, status } of results) {
    const failed = status === "FAILED" || status === "CANCELLED" || status === "SUSPENDED";
    const saysSo = status === null && format !== "csv" && /^\s*(?:FAILED:\s*)?ODPS-\d{7}/.test(content);
    if (failed || saysSo)
      throw new MaxComputeTaskError({
        taskName: name,
        status: failed ? status : "FAILED",
        instanceId,
        content: content.trim(),
        requestId,
      });
  }
}
