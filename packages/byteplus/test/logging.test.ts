import { createServer } from "node:http";
import { assertNoCanary } from "@credport/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { env, LogLevel } from "../src/index.js";
import { listUsers, startWorld, type World } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world[Symbol.asyncDispose]());
const fail = (status: number, code: string, more: object = {}): void => {
  world.emulator.faults.failNext({ service: "byteplus", times: Infinity, status, code, ...more });
};

describe("8 logging", () => {
  const logged = async (options: object, request = listUsers): Promise<string> => {
    const lines: string[] = [];
    const logger = { write: (text: string) => lines.push(text) };
    const keys = world.emulator.accounts.issueSession({ of: world.emulator.accounts.createRole({ name: "r" }) });
    await world.client({ credentials: keys, logger, ...options }).call(request);
    const text = lines.join("");
    assertNoCanary(text, [keys.accessKeySecret, keys.securityToken]);
    return text;
  };

  test("debug alone logs every level, and no secret", async () => {
    const text = await logged({ debug: true, maxRetries: 2, logAccount: () => "acc-1" });
    for (const part of [
      "config:",
      "endpoint: http://127.0.0.1",
      "canonical request:",
      "request: GET",
      "SignedHeaders=",
      "Signature=***",
      "x-security-token: ***",
      "response: 200",
      "response body:",
      "request id:",
      "[acc-1]",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toMatch(/Signature=[0-9a-f]{8}/);
  });

  describe("a server that repeats in free text what a request was signed with", () => {
    const keys = {
      accessKeyId: "AKLTexample-of-a-key1234",
      accessKeySecret: "an/example+of a=secret",
      securityToken: "an/example+of a=token",
    };

    /** Everything logged of a call to a server that answers with `text` of the request's signature. */
    const heard = async (text: (signature: string) => object, status = 200): Promise<string> => {
      const server = createServer(({ headers }, response) => {
        const signature = headers.authorization?.split("Signature=")[1] ?? "";
        const answer = JSON.stringify(text(signature));
        response.writeHead(status, { "x-said": encodeURIComponent(answer) }).end(answer);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const address = server.address();
      const port = typeof address === "object" ? address?.port : undefined;
      const lines: string[] = [];
      const logger = { write: (line: string) => lines.push(line) };
      const options = { endpoint: `http://127.0.0.1:${port}`, credentials: keys, debug: true, maxRetries: 0, logger };
      try {
        await world
          .client(options)
          .call(listUsers)
          .catch(() => undefined);
      } finally {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      return lines.join("");
    };
    const said = (signature: string): string =>
      `id ${keys.accessKeyId}, secret ${keys.accessKeySecret}, token ${keys.securityToken}, signature ${signature}.`;
    const shown = "id ***1234, secret ***, token ***, signature ***.";

    test("finds of its result and request id the last four characters of the key id in the log", async () => {
      const text = await heard((signature) => ({
        ResponseMetadata: { RequestId: `of ${keys.accessKeyId}` },
        Result: { Note: said(signature), Deep: [{ Text: JSON.stringify([said(signature)]) }] },
      }));
      assertNoCanary(text, Object.values(keys));
      expect(text).toContain(`output: {"Note":"${shown}","Deep":[{"Text":"[\\"${shown}\\"]"}]}`);
      expect(text).toMatch(/response body: .*"Note":"id \*\*\*1234, secret \*\*\*,/);
      expect(text).toContain("request id: of ***1234");
    });

    test("finds of its error, and of the request id with it, no more", async () => {
      const text = await heard(
        (signature) => ({
          ResponseMetadata: { RequestId: `of ${keys.accessKeyId}`, Error: { Code: "Bad", Message: said(signature) } },
        }),
        400,
      );
      assertNoCanary(text, Object.values(keys));
      expect(text).toContain("] iam ListUsers request id: of ***1234");
      expect(text).toContain(`"Message":"${shown}"`);
    });
  });

  test("a result that is no JSON does not fail its call", async () => {
    const cycle: { self?: unknown } = {};
    cycle.self = cycle;
    expect(await logged({ debug: true, decodeResult: () => cycle })).toContain("output: not to be shown as JSON");
  });

  test("nothing by default; a level by itself is enough", async () => {
    expect(await logged({})).toBe("");
    const text = await logged({ logLevel: 65_545 });
    expect(text).toMatch(/endpoint:/);
    expect(text).not.toMatch(/response|signing|canonical/);
  });

  test.each([LogLevel.InfoInputOutput, LogLevel.DebugInputOutput, LogLevel.All])(
    "level %d shows once what goes into a call and what comes out",
    async (logLevel) => {
      const text = await logged({ logLevel }, { ...listUsers, parameters: { Limit: 3 } });
      expect(text.match(/input: .*/g)).toEqual(['input: {"Limit":3}']);
      expect(text.match(/output: /g)).toHaveLength(1);
    },
  );

  test("request ids are logged for error answers too", async () => {
    const lines: string[] = [];
    fail(500, "InternalError", { times: 1 });
    const logger = { write: (line: string) => lines.push(line) };
    await world.client({ logLevel: LogLevel.RequestId, logger }).call(listUsers);
    expect(lines.filter((line) => /request id: \w{20}/.test(line))).toHaveLength(2);
  });

  test("an empty name among logSensitives masks nothing", async () => {
    expect(await logged({ debug: true, logSensitives: [""] })).toMatch(/input: none[^]*UserMetadata/);
  });

  test("a private key, and fields named by the caller, are masked", async () => {
    const text = await logged(
      { debug: true, logSensitives: ["KeyPairName"] },
      { service: "ecs", action: "CreateKeyPair", version: "2020-04-01", parameters: { KeyPairName: "visible-name" } },
    );
    expect(text).toContain('"PrivateKey":"***"');
    expect(text).not.toMatch(/BEGIN RSA|visible-name/);
  });

  test("a logger that is a stream of records too is used as a logger", async () => {
    const lines: string[] = [];
    const logger = {
      debug: (line: string) => void lines.push(line),
      warn: () => undefined,
      error: () => undefined,
      write: () => {
        throw new TypeError("This takes records, no text.");
      },
    };
    await world.client({ debug: true, logger }).call(listUsers);
    expect(lines).toContainEqual(expect.stringContaining("response: 200"));
  });

  test("1.4: two spellings of a key in the environment that differ are warned of", async () => {
    const { accessKeyId, accessKeySecret } = world.keys;
    const variables = {
      BYTEPLUS_ACCESS_KEY: accessKeyId,
      BYTEPLUS_ACCESS_KEY_ID: "AKLTanother-id",
      BYTEPLUS_SECRET_KEY: accessKeySecret,
    };
    for (const [name, value] of Object.entries(variables)) world.host.environment.set(name, value);
    const warned: string[] = [];
    const logger = { debug: () => undefined, warn: (line: string) => void warned.push(line), error: () => undefined };
    await world.client({ credentials: env(), debug: true, logger }).call(listUsers);
    expect(warned).toEqual([
      "[credport-byteplus] credentials of env: BYTEPLUS_ACCESS_KEY and BYTEPLUS_ACCESS_KEY_ID differ; the first one is used.",
    ]);
  });

  test("retries and failures are logged with their severities", async () => {
    const seen: string[] = [];
    const logger = {
      debug: () => undefined,
      warn: (line: string) => void seen.push(`warn ${line}`),
      error: (line: string) => void seen.push(`error ${line}`),
    };
    fail(500, "InternalError", { times: 1 });
    await world.client({ debug: true, logger }).call(listUsers);
    expect(seen).toEqual([
      expect.stringMatching(/^error .*attempt 1 failed: InternalError/),
      expect.stringMatching(/^warn .*retry 1 in 45 ms/),
    ]);
  });
});
