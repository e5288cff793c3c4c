import { describe, expect, it, test } from "vitest";
import { parseXml, parseXmlRoot, tryParseXml } from "./parse-xml.js";
import { childOf } from "./xml-element.js";

const declared = '<!DOCTYPE x [<!ENTITY e "v">]>';

describe("4 XML", () => {
  test.each([
    `${declared}<a>&e;</a>`,
    `<?xml version="1.0"?>\n${declared}<a>&e;</a>`,
    `<!-- <b> -->${declared}<a>&e;</a>`,
    `<!-- <![CDATA[ -->${declared}<!-- ]]> --><a>&e;</a>`,
    `<a>${declared}&e;</a>`,
    `<a><![CDATA[<!--]]>${declared}<![CDATA[-->]]>&e;</a>`,
    `<!doctype x [<!entity e "v">]><a>&e;</a>`,
  ])("refuses the declaration in %j", (text) => {
    expect(tryParseXml(text)).toBeUndefined();
  });

  it("refuses hostile text without trying every start of it to the end", () => {
    expect(tryParseXml(`${"<!--".repeat(1_000_000)}${declared}<a/>`)).toBeUndefined();
    expect(tryParseXml(`${"<![CDATA[".repeat(1_000_000)}${declared}<a/>`)).toBeUndefined();
  });

  it("takes a declaration in CDATA or a comment for what it is", () => {
    expect(parseXml(`<a><![CDATA[${declared}]]></a>`).text).toBe(declared);
    expect(parseXml(`<!-- ${declared} --><a>b</a>`).text).toBe("b");
  });

  it("puts text together from characters, references and CDATA, untrimmed", () => {
    const text = " a&amp;lt;&#38;amp;&#x1F600;&#xD;&#10;<![CDATA[<b>]]]]><![CDATA[>]]> ";
    expect(parseXml(`\uFEFF<?xml version="1.0" encoding="UTF-8"?><a>${text}</a>`).text).toBe(
      " a&lt;&amp;\u{1F600}\r\n<b>]]> ",
    );
  });

  it("knows names by their case, and the first child of a name", () => {
    const root = parseXmlRoot("<A x=\"1&quot;\" X='2'><b>1</b><B>2</B><b>3</b></A>", "A");
    expect(root.attributes).toEqual({ x: '1"', X: "2" });
    expect([childOf(root, "b")?.text, childOf(root, "B")?.text, childOf(root, "c")]).toEqual(["1", "2", undefined]);
    expect(() => parseXmlRoot("<a/>", "A")).toThrow(expect.objectContaining({ code: "INVALID_RESPONSE" }));
  });

  test.each(["", " ", "a", "<a>", "<a></b>", "<a/><b/>", "<a", "<a b></a>", "<a>&lt;</a", '{"a":1}'])(
    "refuses %j",
    (text) => {
      expect(() => parseXml(text)).toThrow(expect.objectContaining({ code: "INVALID_RESPONSE" }));
    },
  );
});
