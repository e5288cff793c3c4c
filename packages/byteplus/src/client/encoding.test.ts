import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildRequest } from "./build-request.js";
import type { CallRequest } from "./call.js";
import { flatten, type Parameters } from "./flatten.js";

const call = { service: "ecs", action: "A", version: "V" };
const action: readonly [string, string][] = [
  ["Action", "A"],
  ["Version", "V"],
];
const parameters = { B: 1, List: ["x", "y"] };
const flat: readonly [string, string][] = [
  ["B", "1"],
  ["List.1", "x"],
  ["List.2", "y"],
];
const form = "B=1&List.1=x&List.2=y";
const formType = "application/x-www-form-urlencoded; charset=utf-8";
const jsonType = "application/json; charset=utf-8";

describe("7 where parameters go", () => {
  test.each(["GET", "HEAD", "PUT", "DELETE"] as const)("%s: the query", (method) => {
    const draft = buildRequest({ ...call, method, parameters });
    expect(draft).toMatchObject({ query: [...action, ...flat], body: undefined });
    expect(draft.headers).not.toHaveProperty("content-type");
  });

  test.each<readonly [CallRequest["method"], CallRequest["contentType"]]>([
    ["POST", undefined],
    ["POST", "form"],
    ["PUT", "form"],
    ["DELETE", "form"],
  ])("%s %s: a form body", (method, contentType) => {
    const draft = buildRequest({ ...call, method, contentType, parameters });
    expect(draft).toMatchObject({ query: action, body: form, headers: { "content-type": formType } });
  });

  test.each(["POST", "PUT", "DELETE", "PATCH"] as const)("%s json: a JSON body, unflattened", (method) => {
    const draft = buildRequest({ ...call, method, contentType: "json", parameters });
    expect(draft).toMatchObject({
      query: action,
      body: '{"B":1,"List":["x","y"]}',
      headers: { "content-type": jsonType, accept: "application/json" },
    });
  });

  test.each<readonly [CallRequest["method"], CallRequest["contentType"], CallRequest["body"]]>([
    ["GET", "json", undefined],
    ["HEAD", "json", undefined],
    ["GET", "form", undefined],
    ["HEAD", "form", undefined],
    ["GET", undefined, "body"],
  ])("%s %s with body %j is refused", (method, contentType, body) => {
    expect(() => buildRequest({ ...call, method, contentType, body })).toThrow(
      expect.objectContaining({ code: "SerializationError", kind: "client" }),
    );
  });

  test.each(["Action", "Version"])("a parameter called %s is refused in the query, and travels in a body", (name) => {
    const own = { [name]: "Delete" };
    const refused = expect.objectContaining({ code: "SerializationError", message: expect.stringContaining(name) });
    expect(() => buildRequest({ ...call, parameters: own })).toThrow(refused);
    expect(() => buildRequest({ ...call, method: "POST", parameters: own, body: {} })).toThrow(refused);
    expect(() => buildRequest(call, { parameters: own })).toThrow(refused);
    expect(buildRequest({ ...call, parameters: { [name]: undefined } }).query).toEqual(action);
    for (const contentType of ["form", "json"] as const) {
      const { query, body } = buildRequest({ ...call, method: "POST", contentType, parameters: own });
      expect(query).toEqual(action);
      expect(body).toMatch(/Delete/);
    }
  });

  test.each(["get", "TRACE", ""])("bad input: method %j is refused before anything is sent", (method) => {
    expect(() => Reflect.apply(buildRequest, undefined, [{ ...call, method }])).toThrow(
      /"method" must be one of GET, HEAD/,
    );
  });

  test.each(["application/json", "JSON", ""])(
    "bad input: contentType %j is refused, not taken for the default",
    (contentType) => {
      expect(() => Reflect.apply(buildRequest, undefined, [{ ...call, contentType }])).toThrow(
        /must be one of default, form, json/,
      );
    },
  );

  test("with a body, parameters always go to the query; an object is sent as JSON", () => {
    const draft = buildRequest({ ...call, method: "POST", parameters, body: { a: [1] } });
    expect(draft).toMatchObject({
      query: [...action, ...flat],
      body: '{"a":[1]}',
      headers: { "content-type": jsonType },
    });
    const bytes = new Uint8Array([1, 2]);
    expect(buildRequest({ ...call, method: "POST", body: bytes }).body).toBe(bytes);
    expect(buildRequest({ ...call, method: "POST", body: "text", contentType: "json" })).toMatchObject({
      body: "text",
      headers: { "content-type": jsonType },
    });
  });
});

describe("7 flattening", () => {
  test.each<readonly [string, Parameters, readonly (readonly [string, string])[]]>([
    [
      "lists of objects",
      { T: [{ Key: "k", Value: "v" }, { Key: "l" }] },
      [
        ["T.1.Key", "k"],
        ["T.1.Value", "v"],
        ["T.2.Key", "l"],
      ],
    ],
    ["nested objects", { A: { B: { C: 1 } } }, [["A.B.C", "1"]]],
    [
      "nested lists",
      { A: [["x"], ["y", "z"]] },
      [
        ["A.1.1", "x"],
        ["A.2.1", "y"],
        ["A.2.2", "z"],
      ],
    ],
    [
      "maps",
      {
        M: new Map([
          ["k", 1],
          ["l", 2],
        ]),
      },
      [
        ["M.entry.1.key", "k"],
        ["M.entry.1.value", "1"],
        ["M.entry.2.key", "l"],
        ["M.entry.2.value", "2"],
      ],
    ],
    ["an empty list", { L: [] }, [["L", ""]]],
    ["an empty map", { M: new Map() }, [["M", ""]]],
    ["nothing", { N: null, U: undefined, O: {} }, []],
    [
      "booleans",
      { T: true, F: false },
      [
        ["T", "true"],
        ["F", "false"],
      ],
    ],
    [
      "numbers",
      { A: 1e21, B: 1.5e-7, C: -0.25, D: 9007199254740993n, E: -2.5e22 },
      [
        ["A", "1000000000000000000000"],
        ["B", "0.00000015"],
        ["C", "-0.25"],
        ["D", "9007199254740993"],
        ["E", "-25000000000000000000000"],
      ],
    ],
    ["bytes", { B: new Uint8Array([255, 0, 1]) }, [["B", "/wAB"]]],
    ["dates", { D: new Date("2026-01-02T03:04:05.678Z") }, [["D", "2026-01-02T03:04:05Z"]]],
  ])("%s", (_what, input, expected) => expect(flatten(input)).toEqual(expected));

  test.each([Number.NaN, Infinity, new Date(Number.NaN)])("%s is refused by its name", (value) => {
    expect(() => flatten({ Deep: [{ Field: value }] })).toThrow(/"Deep\.1\.Field"/);
  });

  test("a cycle is refused", () => {
    const cycle: { [name: string]: typeof cycle | string } = { A: "x" };
    cycle["B"] = cycle;
    expect(() => flatten(cycle)).toThrow(/refers to itself/);
    expect(() => buildRequest({ ...call, method: "POST", contentType: "json", parameters: cycle })).toThrow(
      expect.objectContaining({ code: "SerializationError" }),
    );
  });

  test("JSON bodies have dates without a fraction and bytes in base64", () => {
    const draft = buildRequest({
      ...call,
      method: "POST",
      contentType: "json",
      parameters: { D: new Date("2026-01-02T03:04:05.6Z"), B: new Uint8Array([1]) },
    });
    expect(draft.body).toBe('{"D":"2026-01-02T03:04:05Z","B":"AQ=="}');
  });

  test("JSON bodies have a bigint as a number with all its digits, and texts like one stay texts", () => {
    const parameters = {
      A: 9007199254740993n,
      B: [-1n, "#5"],
      C: { D: "##6" },
      M: new Map([["#7", 12345678901234567890n]]),
    };
    expect(buildRequest({ ...call, method: "POST", contentType: "json", parameters }).body).toBe(
      '{"A":9007199254740993,"B":[-1,"#5"],"C":{"D":"##6"},"M":{"#7":12345678901234567890}}',
    );
  });

  test.each([new Set(["a"]), new ArrayBuffer(1), new URLSearchParams("a=1"), new Map([["a", 1]])])(
    "%s has no fields: refused instead of sent as nothing",
    (value) => {
      const refused = expect.objectContaining({ code: "SerializationError" });
      const build = (fields: object): unknown => Reflect.apply(buildRequest, undefined, [{ ...call, ...fields }]);
      expect(() => build({ method: "POST", body: value })).toThrow(refused);
      expect(() => build({ parameters: value })).toThrow(refused);
      if (value instanceof Map) return;
      const parameters = { Deep: [{ Field: value }] };
      for (const contentType of ["form", "json"])
        expect(() => build({ method: "POST", parameters, contentType })).toThrow(/Field"/);
    },
  );

  test.each([Number.NaN, -Infinity])("JSON bodies do not turn %s into null", (value) => {
    const parameters = { Deep: [{ Field: value }] };
    expect(() => buildRequest({ ...call, method: "POST", contentType: "json", parameters })).toThrow(
      expect.objectContaining({ code: "SerializationError", message: expect.stringContaining('"Field"') }),
    );
  });

  test("property: numbers are plain decimals that read back as the same number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = flatten({ N: value })[0]?.[1] ?? "";
        return /^-?\d+(\.\d+)?$/.test(text) && Number(text) === (Object.is(value, -0) ? 0 : value);
      }),
    );
  });
});
