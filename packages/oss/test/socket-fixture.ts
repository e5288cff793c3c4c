import { onTestFinished } from "vitest";
import type { OssClient, OssClientOptions } from "../src/index.js";
import { stubClient, stubServer, type StubHandler, type StubServer } from "./fixture.js";

/** A server that answers by hand and a client of it. Both end with the test. */
export async function stub(
  handler: StubHandler,
  options: Partial<OssClientOptions> = {},
): Promise<{ readonly server: StubServer; readonly client: OssClient }> {
  const server = await stubServer(handler);
  const client = stubClient(server, options);
  onTestFinished(async () => {
    await client[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });
  return { server, client };
}

/** What a promise was rejected with; `undefined` if it was not. */
export function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}

/** Resolves when the condition holds; for what sockets do in their own time. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise(setImmediate);
}
