import type { CredentialsProvider } from "@credport/core";
import type { Output } from "../output/output.js";

/** Loads credentials for the first time and shows how they were found, and that they cannot be printed. */
export async function showChain(provider: CredentialsProvider, output: Output): Promise<void> {
  output.heading("1. One chain finds the credentials");
  const credentials = await provider.getCredentials();
  for (const { source, outcome, reason, duration } of provider.status().attempts) {
    output.fact(source, `${outcome}${reason === undefined ? "" : `: ${reason}`} (${String(Math.round(duration))} ms)`);
  }
  output.line("  console.log of the result:");
  output.object(credentials);
}
