import { describe, expect, test } from "vitest";
import { listKeys } from "./list-keys.js";

const KEYS = ["a", "b/1", "b/2", "b/c/3", "d", "e/4", "z"];
const ALL = { prefix: "", delimiter: "", after: "", limit: 100 };

describe("listKeys", () => {
  test("lists everything without a delimiter", () => {
    expect(listKeys(KEYS, ALL)).toEqual({ keys: KEYS, commonPrefixes: [], next: undefined });
  });

  test("rolls keys up to their delimiter", () => {
    const page = listKeys(KEYS, { ...ALL, delimiter: "/" });
    expect(page).toEqual({ keys: ["a", "d", "z"], commonPrefixes: ["b/", "e/"], next: undefined });
  });

  test("rolls up below a prefix", () => {
    const page = listKeys(KEYS, { ...ALL, prefix: "b/", delimiter: "/" });
    expect(page).toEqual({ keys: ["b/1", "b/2"], commonPrefixes: ["b/c/"], next: undefined });
  });

  test.each([1, 2, 3])("pages of %i give everything once", (limit) => {
    for (const delimiter of ["", "/"]) {
      const seen: string[] = [];
      let after: string | undefined = "";
      while (after !== undefined) {
        const page = listKeys(KEYS, { ...ALL, delimiter, after, limit });
        seen.push(...[...page.keys, ...page.commonPrefixes].sort());
        after = page.next;
      }
      expect(seen).toEqual(delimiter === "" ? KEYS : ["a", "b/", "d", "e/", "z"]);
    }
  });

  test("a key of the prefix itself is listed", () => {
    expect(listKeys(["b", "b/"], { ...ALL, prefix: "b/" }).keys).toEqual(["b/"]);
  });

  test("starts after a key that does not exist, and before the prefix", () => {
    expect(listKeys(KEYS, { ...ALL, after: "b/15" }).keys).toEqual(["b/2", "b/c/3", "d", "e/4", "z"]);
    expect(listKeys(KEYS, { ...ALL, prefix: "b/", after: "a" }).keys).toEqual(["b/1", "b/2", "b/c/3"]);
    expect(listKeys(KEYS, { ...ALL, prefix: "b/", after: "c" }).keys).toEqual([]);
  });
});
