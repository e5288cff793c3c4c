import { CredentialsError, type LoadContext } from "@credport/core";

/** Waits between two tries, in ms. It ends with the load, as `ABORTED`, and like the requests it holds the process. */
export async function pause(
  { host, signal }: Pick<LoadContext, "host" | "signal">,
  milliseconds: number,
): Promise<void> {
  try {
    await host.sleep(milliseconds, { signal, holdsProcess: true });
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new CredentialsError({
      code: "ABORTED",
      message: "The load was aborted between two tries.",
      cause: signal.reason,
    });
  }
}
