import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BytePlusClient, type BytePlusOptions } from "../src/index.js";
import { listUsers } from "./world.js";

let server: Server;
let url: string;
const open = new Set<Socket>();
let connections = 0;

beforeEach(async () => {
  open.clear();
  connections = 0;
  server = createServer((request, response) => {
    request.resume().on("end", () => response.end('{"ResponseMetadata":{"RequestId":"r"},"Result":{}}'));
  });
  server.on("connection", (socket) => {
    connections += 1;
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === "string") throw new Error("There is no port.");
  url = `http://127.0.0.1:${address.port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  await once(server.close(), "close");
});

const client = (options: BytePlusOptions = {}): BytePlusClient =>
  new BytePlusClient({
    region: "r",
    endpoint: url,
    credentials: { accessKeyId: "AKLTid", accessKeySecret: "s" },
    ...options,
  });

/** Waits until the server has seen the idle connections close that are too many. */
async function openConnections(atMost: number): Promise<number> {
  while (open.size > atMost) await Promise.race([...open].map((socket) => once(socket, "close")));
  return open.size;
}

describe("7 connections", () => {
  test("more may be open while they are used, but only two per host stay idle", async () => {
    await using calls = client();
    await Promise.all(Array.from({ length: 8 }, () => calls.call(listUsers)));
    expect(connections).toBe(8);
    expect(await openConnections(2)).toBe(2);
  });

  test("maxIdleConnectionsPerHost and maxIdleConnections limit what stays", async () => {
    await using many = client({ maxIdleConnectionsPerHost: 5 });
    await Promise.all(Array.from({ length: 8 }, () => many.call(listUsers)));
    expect(await openConnections(5)).toBe(5);
    await many[Symbol.asyncDispose]();
    expect(await openConnections(0)).toBe(0);
    await expect(many.call(listUsers)).rejects.toMatchObject({ kind: "client" });
    await using few = client({ maxIdleConnectionsPerHost: 5, maxIdleConnections: 1 });
    await Promise.all(Array.from({ length: 4 }, () => few.call(listUsers)));
    expect(await openConnections(1)).toBe(1);
  });

  test("calls one after the other use what is idle, and what was closed is opened again", async () => {
    await using calls = client();
    for (let count = 0; count < 10; count += 1) await calls.call(listUsers);
    expect(connections).toBeLessThanOrEqual(2);
    await Promise.all(Array.from({ length: 4 }, () => calls.call(listUsers)));
    await openConnections(2);
    await Promise.all(Array.from({ length: 4 }, () => calls.call(listUsers)));
    expect(await openConnections(2)).toBe(2);
  });
});
