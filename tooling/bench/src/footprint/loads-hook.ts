import type { LoadHookContext, LoadFnOutput } from "node:module";
import type { MessagePort } from "node:worker_threads";

let port: MessagePort | undefined;

/** Called by `module.register` in the loader's thread. */
export function initialize(data: { readonly port: MessagePort }): void {
  port = data.port;
}

/** Reports each module file that is loaded. */
export async function load(
  url: string,
  context: LoadHookContext,
  nextLoad: (url: string, context?: LoadHookContext) => LoadFnOutput | Promise<LoadFnOutput>,
): Promise<LoadFnOutput> {
  const loaded = await nextLoad(url, context);
  if (url.startsWith("file:") && loaded.format === "module") port?.postMessage(url);
  return loaded;
}
