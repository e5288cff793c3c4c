import { testRule } from "../../test/rule-tester.js";
import { noAmbient } from "./no-ambient.js";

const transport = [{ modules: ["undici", "node:https"] }];

testRule("no-ambient", noAmbient, {
  valid: [
    "export const at = new Date(host.now());",
    "export const isDate = (value: unknown) => value instanceof Date;",
    "export type Timer = ReturnType<typeof setTimeout>;",
    "export const now = (Date: { now(): number }) => Date.now();",
    "export const wait = (host: Host) => host.setTimeout(1);",
    "export const fetched = (fetch: () => void) => fetch();",
    "export const largest = Math.max(1, 2);",
    "export const either = (signals: AbortSignal[]) => AbortSignal.any(signals);",
    'import { createHash, createHmac, type KeyObject } from "node:crypto";',
    'import { Readable } from "node:stream";',
    'import type { Server } from "node:http";',
    'import { type Stats } from "node:fs";',
    { code: 'import { request } from "undici";', options: transport },
    { code: 'const https = await import("node:https");', options: transport },
    { code: "globalThis.fetch();", options: [{ globals: ["fetch"] }] },
  ],
  invalid: [
    ...[
      "Date.now();",
      "new Date();",
      "Date();",
      "Math.random();",
      'Math["random"]();',
      "performance.now();",
      "setTimeout(() => {}, 1);",
      "setInterval(() => {}, 1);",
      "setImmediate(() => {});",
      "process.env.HOME;",
      "const { env } = process;",
      'fetch("https://example.com");',
      "const get = fetch;",
      "globalThis.setTimeout(() => {}, 1);",
      "globalThis.Date.now();",
      "globalThis.process;",
      "crypto.randomUUID();",
      "AbortSignal.timeout(5);",
      'new WebSocket("wss://example.com");',
    ].map((code) => ({ code, errors: [{ messageId: "global" }] })),
    ...[
      'import { readFile } from "node:fs/promises";',
      'import { readFileSync } from "fs";',
      'import { request } from "node:http";',
      'import { connect } from "node:net";',
      'import { spawn } from "node:child_process";',
      'import { homedir } from "node:os";',
      'import { setTimeout } from "node:timers/promises";',
      'import { env } from "node:process";',
      'import { request } from "undici";',
      'import { createHash, randomUUID } from "node:crypto";',
      'export { readFile } from "node:fs";',
      'const fs = await import("node:fs");',
    ].map((code) => ({ code, errors: [{ messageId: "module" }] })),
    ...['import crypto from "node:crypto";', 'import * as crypto from "crypto";', 'await import("node:crypto");'].map(
      (code) => ({ code, errors: [{ messageId: "cryptoNamespace" }] }),
    ),
    {
      code: 'import { readFile } from "node:fs";',
      options: transport,
      errors: [{ messageId: "module" }],
    },
  ],
});
