import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { buildSqlInstanceXml } from "./build-sql-instance-xml.js";
import { logviewUrl } from "./logview-url.js";
import {
  instanceIdFromLocation,
  parseInstanceStatus,
  parseProgress,
  parseTaskResults,
  parseTaskStatuses,
  taskOutcome,
} from "./parse-instance.js";
import { parseSelectCsv } from "./parse-select-csv.js";
import { childOf, childrenOf, textOf } from "../xml/xml-element.js";
import { parseXml } from "../xml/parse-xml.js";

const uuid = "00000000-0000-4000-8000-000000000000";

describe("4.3 submit", () => {
  it("writes the elements in the service's order", () => {
    expect(buildSqlInstanceXml({ query: "select 1", uuid })).toBe(
      `<Instance><Job><Priority>9</Priority><Tasks><SQL><Name>AnonymousSQLTask</Name><Config><Property><Name>type</Name><Value>sql</Value></Property><Property><Name>settings</Name><Value>{}</Value></Property><Property><Name>uuid</Name><Value>${uuid}</Value></Property></Config><Query>select 1;</Query></SQL></Tasks></Job></Instance>`,
    );
    const full = buildSqlInstanceXml({
      query: "x",
      uuid,
      jobName: "j",
      uniqueId: "g",
      taskName: "t",
      priority: 0,
      aliases: { a: "b" },
      hints: { a: true, b: 16, c: null, d: undefined },
    });
    expect(full).toContain("<Job><Name>j</Name><Priority>0</Priority><Guid>g</Guid><Tasks><SQL><Name>t</Name>");
    expect(full).toContain(
      "<Name>settings</Name><Value>{&quot;a&quot;:&quot;true&quot;,&quot;b&quot;:&quot;16&quot;}</Value></Property><Property><Name>aliases</Name>",
    );
  });

  it("puts the schema into hints the caller has not set", () => {
    const settings = (xml: string): unknown =>
      JSON.parse(
        textOf(
          childrenOf(childOf(childOf(childOf(childOf(parseXml(xml), "Job"), "Tasks"), "SQL"), "Config"), "Property")[1],
          "Value",
        ) ?? "",
      );
    expect(settings(buildSqlInstanceXml({ query: "x", uuid, schema: "s" }))).toEqual({
      "odps.namespace.schema": "true",
      "odps.sql.allow.namespace.schema": "true",
      "odps.default.schema": "s",
    });
    expect(
      settings(buildSqlInstanceXml({ query: "x", uuid, schema: "s", hints: { "odps.default.schema": "mine" } })),
    ).toMatchObject({ "odps.default.schema": "mine" });
  });

  test.each([
    ["  select 1 ;  ", "select 1 ;"],
    ["select 1", "select 1;"],
    ["select 1 -- done", "select 1 -- done\n;"],
    ["-- first\nselect 1", "-- first\nselect 1;"],
  ])("ends %j", (query, expected) => {
    const query_ = textOf(
      childOf(childOf(childOf(parseXml(buildSqlInstanceXml({ query, uuid })), "Job"), "Tasks"), "SQL"),
      "Query",
    );
    expect(query_).toBe(expected);
  });

  test.each([
    ["priority", { priority: -1 }],
    ["priority", { priority: 1.5 }],
    ["query", { query: " " }],
    ["query", { query: "a\u0000" }],
    ["query", { query: "a\uFFFE" }],
    ["query", { query: "a\uD800" }],
  ])("refuses a bad %s", (_what, fields) => {
    expect(() => buildSqlInstanceXml({ query: "x", uuid, ...fields })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });

  it("carries every text XML can, through any parser", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const query = `select '${text}';`;
        const xml = buildSqlInstanceXml({ query, uuid });
        expect(childOf(childOf(childOf(childOf(parseXml(xml), "Job"), "Tasks"), "SQL"), "Query")?.text).toBe(query);
      }),
    );
  });

  it("survives line ends, tabs and what ends CDATA", () => {
    const query = "select ']]>', '\r\n\t&amp;<>\"';";
    expect(
      childOf(childOf(childOf(childOf(parseXml(buildSqlInstanceXml({ query, uuid })), "Job"), "Tasks"), "SQL"), "Query")
        ?.text,
    ).toBe(query);
  });

  it("finds the id in the location", () => {
    expect(instanceIdFromLocation("http://h/api/projects/p/instances/2026g")).toBe("2026g");
    for (const location of [null, undefined, "", "http://h/instances/"])
      expect(() => instanceIdFromLocation(location)).toThrow(expect.objectContaining({ code: "INVALID_RESPONSE" }));
  });
});

describe("4.4 status", () => {
  test.each([
    ["Running", "Running"],
    ["TERMINATED", "Terminated"],
    [" suspended ", "Suspended"],
    ["Cancelling", "Unknown"],
    ["", "Unknown"],
  ])("%j is %s", (text, expected) => {
    expect(parseInstanceStatus(`<Instance><Status>${text}</Status></Instance>`)).toBe(expected);
  });

  const task = (status: string): string =>
    `<Task Type="SQL"><Name>t</Name><StartTime>Tue, 03 Mar 2026 04:05:06 GMT</StartTime><EndTime/><Status>${status}</Status></Task>`;
  const tasks = (...states: string[]): string =>
    `<Instance><Status>Running</Status><Tasks>${states.map(task).join("")}</Tasks></Instance>`;

  it("reads tasks", () => {
    expect(parseTaskStatuses(tasks("Success", "odd"))).toEqual([
      { name: "t", type: "SQL", status: "SUCCESS", startTime: new Date("2026-03-03T04:05:06Z"), endTime: null },
      { name: "t", type: "SQL", status: "UNKNOWN", startTime: new Date("2026-03-03T04:05:06Z"), endTime: null },
    ]);
  });

  test.each([
    [["SUCCESS", "FAILED"], "failed"],
    [["RUNNING", "CANCELLED"], "failed"],
    [["SUSPENDED"], "failed"],
    [["SUCCESS", "SUCCESS"], "success"],
    [["SUCCESS", "RUNNING"], "pending"],
    [["UNKNOWN"], "pending"],
    [[], "pending"],
  ])("%j ends as %s (conflict 9)", (states, expected) => {
    expect(taskOutcome(tasks(...states))).toBe(expected);
    expect(taskOutcome(parseTaskStatuses(tasks(...states)))).toBe(expected);
  });

  it("reads progress", () => {
    const [stage] = parseProgress(
      '<Progress><Stage ID="M1"><Status>RUNNING</Status><TotalWorkers>3</TotalWorkers><FinishedPercentage>40</FinishedPercentage></Stage></Progress>',
    );
    expect(stage).toMatchObject({
      id: "M1",
      status: "RUNNING",
      totalWorkers: 3,
      finishedPercentage: 40,
      inputRecords: null,
    });
  });

  test.each(["", "<a>", "<Instance>", "<Other/>", "<!DOCTYPE a><Instance/>", "<Instance/><Instance/>"])(
    "refuses %j",
    (xml) => {
      expect(() => parseInstanceStatus(xml)).toThrow(expect.objectContaining({ code: "INVALID_RESPONSE" }));
    },
  );
});

describe("4.5 results", () => {
  const result = (attributes: string, content: string): string =>
    parseTaskResults(
      `<Instance><Tasks><Task Type="SQL"><Name>t</Name><Result ${attributes}>${content}</Result></Task></Tasks></Instance>`,
    ).results[0]?.content ?? "";

  test.each([
    ['Transform="Base64" Format="csv"', "aGVs\nbG8=", "hello"],
    ['Transform="Base64"', "not base64!", "not base64!"],
    ['Transform="Base64"', "aGVsbG8", "aGVsbG8"],
    ['Transform="base64"', "aGVsbG8=", "aGVsbG8="],
    ['Format="text"', "<![CDATA[ a <b> &amp; ]]>", " a <b> &amp; "],
  ])("%s", (attributes, content, expected) => {
    expect(result(attributes, content)).toBe(expected);
  });

  it("keeps name, type, status and format", () => {
    const xml =
      '<Instance><Tasks><Task Type="SQL"><Name>t</Name><Status>failed</Status><Result Format="text">x</Result></Task><Task Type="Other"><Name>u</Name></Task></Tasks></Instance>';
    expect(parseTaskResults(xml)).toEqual({
      results: [
        { name: "t", type: "SQL", status: "FAILED", format: "text", content: "x" },
        { name: "u", type: "Other", status: null, format: null, content: "" },
      ],
    });
  });

  it("parses CSV with nulls, quotes and line ends", () => {
    expect(parseSelectCsv('a,b\n1,"x ""y"", z\n2"\r\n\\N,""\n"\\N",')).toEqual({
      columns: ["a", "b"],
      rows: [
        ["1", 'x "y", z\n2'],
        [null, ""],
        ["\\N", ""],
      ],
    });
    expect(parseSelectCsv("")).toEqual({ columns: [], rows: [] });
    expect(parseSelectCsv("a\n\nb\n")).toEqual({ columns: ["a"], rows: [[""], ["b"]] });
  });

  test.each(['a\n"x', 'a\n"x"y', "a,b\n1"])("refuses %j", (text) => {
    expect(() => parseSelectCsv(text)).toThrow(expect.objectContaining({ code: "INVALID_RESPONSE" }));
  });

  it("gives back every table it was written from", () => {
    const cell = fc.option(fc.string({ unit: "grapheme" }), { nil: null });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
        const write = (value: string | null): string => (value === null ? "\\N" : `"${value.replaceAll('"', '""')}"`);
        const text = ["a,b", ...rows.map((row) => row.map(write).join(","))].join("\n");
        expect(parseSelectCsv(text).rows).toEqual(rows);
      }),
    );
  });
});

describe("4.7 LogView", () => {
  const place = { endpoint: "https://h/api", project: "p", instance: "i&1" };

  it("builds both forms", () => {
    expect(logviewUrl({ version: 2, host: "https://c/ ", ...place, region: "cn-x" })).toBe(
      "https://c/cn-x/job-insights?h=https%3A%2F%2Fh%2Fapi&p=p&i=i%261",
    );
    expect(logviewUrl({ version: 2, host: "https://c", ...place })).toContain("/cn/job-insights");
    expect(logviewUrl({ version: 1, host: "https://l", ...place, token: "a+b=" })).toBe(
      "https://l/logview?h=https%3A%2F%2Fh%2Fapi&p=p&i=i%261&token=a%2Bb%3D",
    );
    expect(() => logviewUrl({ version: 1, host: "https://l", ...place })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });
});
