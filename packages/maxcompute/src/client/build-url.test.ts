import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { buildUrl } from "./build-url.js";
import { buildCanonicalString } from "../signing/canonical-string.js";
import { tunnelEndpointFrom } from "../tunnel/tunnel-endpoint-from.js";

const endpoint = "https://h/api/";

describe("3.5 URLs", () => {
  test.each([
    [{ kind: "projects" }, "/projects"],
    [{ kind: "project", project: "p" }, "/projects/p"],
    [{ kind: "tables", project: "p" }, "/projects/p/tables"],
    [{ kind: "table", project: "p", table: "a+b/c d" }, "/projects/p/tables/a%2Bb%2Fc%20d"],
    [{ kind: "schemas", project: "p" }, "/projects/p/schemas"],
    [{ kind: "schema", project: "p", schema: "s" }, "/projects/p/schemas/s"],
    [{ kind: "functions", project: "p" }, "/projects/p/registration/functions"],
    [{ kind: "resources", project: "p" }, "/projects/p/resources"],
    [{ kind: "instances", project: "p" }, "/projects/p/instances"],
    [{ kind: "instance", project: "p", instance: "i" }, "/projects/p/instances/i"],
    [{ kind: "authorization", project: "p" }, "/projects/p/authorization"],
    [{ kind: "tunnel", project: "p" }, "/projects/p/tunnel"],
    [{ kind: "tunnelTable", project: "p", table: "t" }, "/projects/p/tables/t"],
    [{ kind: "tunnelTable", project: "p", schema: "s", table: "t" }, "/projects/p/schemas/s/tables/t"],
    [{ kind: "logviewHost" }, "/logview/host"],
    [{ kind: "webconsoleHost" }, "/webconsole/host"],
  ] as const)("%j", (resource, path) => {
    expect(buildUrl({ endpoint, resource })).toBe(`https://h/api${path}`);
  });

  it("sorts the query, writes empty values bare and encodes the rest", () => {
    const query = { b: "x y+&=%!", a: "", _c: "夏", rowrange: "(0,1)", none: undefined };
    expect(buildUrl({ endpoint, resource: { kind: "projects" }, query })).toBe(
      "https://h/api/projects?_c=%E5%A4%8F&a&b=x%20y%2B%26%3D%25!&rowrange=%280%2C1%29",
    );
  });

  it("adds the default project unless the caller has one (conflict 8), and the schema to its members only", () => {
    const table = { kind: "table", project: "p", table: "t" } as const;
    expect(buildUrl({ endpoint, resource: table, defaultProject: "d", schema: "s" })).toBe(
      "https://h/api/projects/p/tables/t?curr_project=d&curr_schema=s",
    );
    expect(
      buildUrl({ endpoint, resource: table, defaultProject: "d", query: { curr_project: "mine" }, schema: "" }),
    ).toBe("https://h/api/projects/p/tables/t?curr_project=mine");
    expect(buildUrl({ endpoint, resource: { kind: "instances", project: "p" }, schema: "s" })).toBe(
      "https://h/api/projects/p/instances",
    );
    expect(
      buildUrl({ endpoint, resource: { kind: "tunnelTable", project: "p", table: "t" }, schema: "s" }),
    ).not.toContain("curr_schema");
  });

  test.each(["", ".", ".."])("refuses the name %j", (project) => {
    expect(() => buildUrl({ endpoint, resource: { kind: "project", project } })).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });

  it("signs exactly the names and values it was given", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => ![".", ".."].includes(text));
    fc.assert(
      fc.property(
        name,
        fc.dictionary(
          name.filter((key) => !/^x-odps-/i.test(key)),
          fc.string({ unit: "grapheme" }),
          { noNullPrototype: true },
        ),
        (table, query) => {
          const url = buildUrl({ endpoint, resource: { kind: "table", project: "p", table }, query });
          const keys = Object.keys(query).sort();
          const expected = keys.map((key) => (query[key] === "" ? key : `${key}=${query[key] ?? ""}`)).join("&");
          const resource = `/projects/p/tables/${table}${keys.length === 0 ? "" : `?${expected}`}`;
          expect(buildCanonicalString({ method: "GET", url, headers: {}, endpoint })).toBe(`GET\n\n\n\n${resource}`);
        },
      ),
    );
  });
});

describe("4.8.1 tunnel address", () => {
  it("takes the scheme of the endpoint and trims the host (conflict 12)", () => {
    expect(tunnelEndpointFrom("https://h/api", " dt.h:8080 \n")).toBe("https://dt.h:8080");
    expect(tunnelEndpointFrom("http://h/api", "dt.h")).toBe("http://dt.h");
  });

  test.each(["", " ", "a/b", "user@h", "a b"])("refuses %j", (body) => {
    expect(() => tunnelEndpointFrom("https://h/api", body)).toThrow(
      expect.objectContaining({ code: "INVALID_RESPONSE" }),
    );
  });
});
