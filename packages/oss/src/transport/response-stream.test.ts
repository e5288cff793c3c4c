import { once } from "node:events";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { PassThrough } from "node:stream";
import { expect, test, vi } from "vitest";
import { ResponseStream } from "./response-stream.js";

function setup() {
  const source = { resume: vi.fn(), abort: vi.fn() };
  const stream = new ResponseStream(source);
  const deliver = (text: string): boolean => stream.deliver(Buffer.from(text));
  return { source, stream, deliver, pieces: () => stream[Symbol.asyncIterator]() };
}

const piece = (text: string) => ({ value: Buffer.from(text), done: false });
const done = { value: undefined, done: true };

test("pieces that were there, and pieces that come, go to the reader as they are", async () => {
  const { stream, deliver, pieces } = setup();
  deliver("a");
  deliver("b");
  const reader = pieces();
  expect(await reader.next()).toEqual(piece("a"));
  expect(await reader.next()).toEqual(piece("b"));
  const next = [reader.next(), reader.next(), reader.next()];
  deliver("c");
  deliver("d");
  stream.finish();
  expect(await Promise.all(next)).toEqual([piece("c"), piece("d"), done]);
  expect(await reader.next()).toEqual(done);
});

test("what is left when the body is complete is read before the end", async () => {
  const { stream, deliver } = setup();
  for (const text of ["a", "b", "c"]) deliver(text);
  stream.finish();
  expect(String(await buffer(stream))).toBe("abc");
});

test("a full stream goes on once its reader has made room, and not before", async () => {
  const { source, stream, pieces } = setup();
  const half = Buffer.alloc(128 * 1024);
  expect(stream.deliver(half)).toBe(true);
  expect(stream.deliver(half)).toBe(false);
  expect(source.resume).not.toHaveBeenCalled();
  const reader = pieces();
  await reader.next();
  expect(source.resume).toHaveBeenCalledOnce();
  await reader.next();
  expect(source.resume).toHaveBeenCalledOnce();
});

test("a body that breaks off fails its reader once, whatever came before it", async () => {
  const { stream, deliver, pieces } = setup();
  const reader = pieces();
  deliver("a");
  stream.destroy(new Error("broken"));
  await expect(reader.next()).rejects.toThrow("broken");
  expect(await reader.next()).toEqual(done);
  const late = setup();
  const waiting = late.pieces().next();
  late.stream.destroy();
  await expect(waiting).rejects.toThrow("the response body was given up");
});

test("a reader who stops gives the body up", async () => {
  const { source, stream, deliver, pieces } = setup();
  deliver("a");
  deliver("b");
  for await (const chunk of stream) {
    expect(String(chunk)).toBe("a");
    break;
  }
  expect(source.abort).toHaveBeenCalledOnce();
  expect(stream.destroyed).toBe(true);
  await expect(pieces().next()).rejects.toThrow();
});

test("a reader who stops while he waits is told the end", async () => {
  const { pieces } = setup();
  const reader = pieces();
  const waiting = reader.next();
  expect(await reader.return?.()).toEqual(done);
  expect(await waiting).toEqual(done);
});

test("those who listen for the end hear of it", async () => {
  const { stream, deliver } = setup();
  const ended = once(stream, "end");
  const reading = buffer(stream);
  deliver("a");
  stream.finish();
  expect(String(await reading)).toBe("a");
  await ended;
});

test("the rest of a body that was begun piece by piece may be taken otherwise", async () => {
  const { stream, deliver, pieces } = setup();
  for (const text of ["a", "b"]) deliver(text);
  await pieces().next();
  const rest = stream.bytes();
  deliver("c");
  stream.finish();
  expect(String(await rest)).toBe("bc");
  const piped = setup();
  for (const text of ["a", "b"]) piped.deliver(text);
  await piped.pieces().next();
  const sink = new PassThrough();
  const piping = Promise.all([pipeline(piped.stream, sink), buffer(sink)]);
  piped.deliver("c");
  piped.stream.finish();
  expect(String((await piping)[1])).toBe("bc");
});

test("a stream that was set to text, or flows already, is read as Node reads it", async () => {
  const text = setup();
  text.stream.setEncoding("utf8");
  text.deliver("é");
  text.stream.finish();
  for await (const chunk of text.stream) expect(chunk).toBe("é");
  const flowing = setup();
  const seen: string[] = [];
  flowing.stream.on("data", (chunk) => seen.push(String(chunk)));
  flowing.deliver("a");
  flowing.stream.finish();
  await once(flowing.stream, "end");
  expect(seen).toEqual(["a"]);
});
