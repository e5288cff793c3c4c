import { fileURLToPath } from "node:url";
import { createNodeHost } from "@credport/node";
import { expect, test } from "vitest";
import { fixture, serveHttp, serveHttps, serveProxy, serveRaw } from "./support/http-server.js";

const host = createNodeHost();

/** Runs a program of `test/programs` from its source; it is ended, and the test fails, when it does not end by itself. */
async function run(name: string, args: readonly string[]): Promise<string> {
  const program = fileURLToPath(new URL(`programs/${name}.ts`, import.meta.url));
  const options = ["--conditions=@credport/source", "--import=tsx"];
  const { exitCode, stdout, stderr } = await host.execFile(process.execPath, [...options, program, ...args], {
    timeout: 15_000,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return stdout;
}

test("core.md 3, test 12: the event loop empties with an undisposed host, its idle connections and its sleeps", async () => {
  await using plain = await serveHttp((request, response) => (request.url === "/" ? response.end("plain") : undefined));
  await using secure = await serveHttps((request, response) =>
    request.url === "/" ? response.end("secure") : undefined,
  );
  await using proxy = await serveProxy({ port: secure.port });
  const args = [`http://${plain.host}/`, `https://${secure.host}/`, fixture("ca.pem"), `http://${proxy.host}`];
  expect(await run("undisposed-host", args)).toBe("plain secure secure");
});

test("a connection that was given up does not hold the process either", async () => {
  await using server = await serveRaw(() => undefined);
  expect(await run("unanswered-connection", [`https://${server.host}/`])).toContain("took longer than 50 ms");
});

test("undici is loaded by the first request and by nothing before it", async () => {
  await using server = await serveHttp((_request, response) => response.end());
  expect(await run("lazy-undici", [`http://${server.host}/`])).toBe("false false true");
});
