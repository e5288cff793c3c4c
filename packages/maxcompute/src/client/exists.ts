import { MaxComputeServiceError } from "../errors/service-error.js";

const absentCodes: ReadonlySet<string> = new Set(["NoSuchObject", "NoSuchProject", "NoSuchTable"]);

/** Whether a read succeeds; false only when the service says that the thing is not there. */
export async function exists(read: Promise<unknown>): Promise<boolean> {
  try {
    await read;
    return true;
  } catch (error) {
    if (error instanceof MaxComputeServiceError && (error.status === 404 || absentCodes.has(error.code ?? "")))
      return false;
    throw error;
  }
}
