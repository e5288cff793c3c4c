import { spawn } from "node:child_process";
import type { LoopbackServer } from "./loopback.js";

/**
 * Runs an ES module given as text in a process of its own. It must serve HTTP and print its port, alone on the first line. What it
 * costs then does not slow down the clients that are measured.
 */
export async function serveInProcess(source: string): Promise<LoopbackServer> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.setEncoding("utf8").once("data", (text: string) => resolve(Number(text)));
    child.once("error", reject);
    child.once("exit", () => reject(new Error("the server process ended")));
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill();
      await ended;
    },
  };
}
