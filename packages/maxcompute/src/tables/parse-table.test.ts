import { describe, expect, it } from "vitest";
import { parseTable, parseTableList } from "./parse-table.js";
import { parseProject } from "../projects/parse-project.js";

const table = (schema: string, more = ""): string =>
  `<Table><Name>t</Name>${more}<Schema><![CDATA[${schema}]]></Schema></Table>`;

describe("4.2 tables", () => {
  it("reads a schema, its keys in any case", () => {
    const schema = JSON.stringify({
      COLUMNS: [
        { name: "a", type: "bigint" },
        {
          name: "b",
          type: "string",
          isNullable: false,
          comment: "c",
          label: "l",
          hasDefaultValue: true,
          defaultValue: "d",
        },
      ],
      partitionKeys: [{ name: "p", type: "string" }],
      createTime: 1_700_000_000,
      lifecycle: 7,
      isExternal: true,
      tableLabel: "label",
      somethingNew: [1],
    });
    expect(
      parseTable(table(schema, "<Type>managed_table</Type><Owner>o</Owner><Comment>c &amp; d</Comment>")),
    ).toMatchObject({
      name: "t",
      type: "MANAGED_TABLE",
      owner: "o",
      comment: "c & d",
      columns: [
        { name: "a", type: "bigint", nullable: true, comment: "" },
        { name: "b", type: "string", nullable: false, comment: "c", label: "l", defaultValue: "d" },
      ],
      partitionColumns: [{ name: "p", type: "string", nullable: true, comment: "" }],
      createTime: new Date(1_700_000_000_000),
      lastDdlTime: null,
      lifecycle: 7,
      isExternal: true,
      isVirtualView: false,
      tableLabel: "label",
      extra: new Map([["somethingNew", [1]]]),
    });
  });

  it("keeps counts beyond 2^53 exact", () => {
    const parsed = parseTable(
      table('{"size":9007199254740993,"recordNum":12,"comment":"9007199254740993 in \\"9007199254740993\\""}'),
    );
    expect(parsed.size).toBe(9_007_199_254_740_993n);
    expect(parsed.recordCount).toBe(12);
    expect(parsed.comment).toBe('9007199254740993 in "9007199254740993"');
  });

  it("refuses a broken schema and takes none", () => {
    expect(() => parseTable(table("{"))).toThrow(expect.objectContaining({ code: "INVALID_RESPONSE" }));
    expect(parseTable("<Table><Name>t</Name></Table>")).toMatchObject({ columns: [], type: "UNKNOWN" });
  });

  it("reads pages, empty ones too", () => {
    expect(
      parseTableList(
        "<Tables><Marker>m</Marker><MaxItems>2</MaxItems><Table><Name>a</Name><Owner>o</Owner></Table><Table><Name>b</Name></Table></Tables>",
      ),
    ).toEqual({
      marker: "m",
      maxItems: 2,
      tables: [
        { name: "a", owner: "o" },
        { name: "b", owner: null },
      ],
    });
    expect(parseTableList("<Tables/>")).toEqual({ marker: null, maxItems: null, tables: [] });
  });
});

describe("4.1 project", () => {
  it("lets headers win", () => {
    const xml =
      "<Project><Name>p</Name><State>frozen</State><Owner>o</Owner><CreationTime>Tue, 03 Mar 2026 04:05:06 GMT</CreationTime><LastModifiedTime/><Properties><Property><Name>a</Name><Value>1</Value></Property></Properties><Region>cn-x</Region></Project>";
    expect(parseProject(xml)).toMatchObject({
      name: "p",
      state: "FROZEN",
      owner: "o",
      creationTime: new Date("2026-03-03T04:05:06Z"),
      lastModifiedTime: null,
      properties: new Map([["a", "1"]]),
      region: "cn-x",
    });
    expect(parseProject(xml, { "x-odps-owner": "q", "last-modified": "Wed, 04 Mar 2026 04:05:06 GMT" })).toMatchObject({
      owner: "q",
      lastModifiedTime: new Date("2026-03-04T04:05:06Z"),
    });
    expect(parseProject("<Project><State>other</State></Project>").state).toBe("UNKNOWN");
  });
});
