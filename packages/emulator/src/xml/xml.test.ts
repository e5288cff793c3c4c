import { describe, expect, test } from "vitest";
import { readXml } from "./read-xml.js";
import { writeXml } from "./write-xml.js";

describe("readXml", () => {
  test("reads texts, repeated elements and entities", () => {
    const root = readXml("<A><B>1 &amp; &#34;2&#x9;</B><B/><C><D> x </D></C></A>", "A");
    expect(root?.all("B").map((element) => element.text)).toEqual(['1 & "2\t', ""]);
    expect(root?.first("C")?.textOf("D")).toBe(" x ");
    expect(root?.first("E")).toBeUndefined();
  });

  test.each(["", "<A>", "not XML", "<B></B>", '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>'])("refuses %j", (text) => {
    expect(readXml(text, "A")).toBeUndefined();
  });
});

describe("writeXml", () => {
  test("what is written is read again", () => {
    const text = writeXml("A", { B: ["<1>", "&"], C: undefined, D: { E: 2, F: true }, G: "a\r\n" });
    const root = readXml(text, "A");
    expect(root?.all("B").map((element) => element.text)).toEqual(["<1>", "&"]);
    expect(root?.first("C")).toBeUndefined();
    expect(root?.first("D")?.textOf("E")).toBe("2");
    expect(root?.textOf("G")).toBe("a\r\n");
  });
});
