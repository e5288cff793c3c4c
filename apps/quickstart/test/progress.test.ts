import { PassThrough } from "node:stream";
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { Output } from "../src/output/output.js";
import { startProgress } from "../src/output/progress.js";

/** A stream that calls itself a terminal, and everything written to it so far. */
function terminal(): { readonly stream: PassThrough; text(): string } {
  const stream = Object.assign(new PassThrough(), { isTTY: true });
  let text = "";
  stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return { stream, text: () => text };
}

test("on a terminal there is a bar, and a plain line that stays", () => {
  const { stream, text } = terminal();
  let printed = "";
  using progress = startProgress(new Output((line) => (printed += line)), "large.bin", stream);
  progress.update(0.5);
  progress.done("both ways");
  expect(stripVTControlCharacters(text())).toMatch(/large\.bin [=-]+ 50 %/);
  expect(printed).toBe("  large.bin both ways\n");
});

test("elsewhere there are a few plain lines", () => {
  let printed = "";
  using progress = startProgress(new Output((line) => (printed += line)), "large.bin", undefined);
  for (let percent = 0; percent <= 100; percent += 1) progress.update(percent / 100);
  progress.done("both ways");
  expect(printed.split("\n")).toEqual([
    "  large.bin 25 %",
    "  large.bin 50 %",
    "  large.bin 75 %",
    "  large.bin both ways",
    "",
  ]);
});

test("a transfer that fails leaves the cursor as it was and no timer that would hold the process", () => {
  const { stream, text } = terminal();
  const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = timers();
  expect(() => {
    using progress = startProgress(new Output(() => undefined), "large.bin", stream);
    progress.update(0.1);
    expect(timers()).toBe(before + 1);
    throw new Error("the connection broke");
  }).toThrow("the connection broke");
  expect(timers()).toBe(before);
  expect(text()).toMatch(/\u001b\[\?25l[^]*\u001b\[\?25h/);
});
