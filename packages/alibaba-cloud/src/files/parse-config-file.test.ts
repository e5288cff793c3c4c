import { isCredentialsError } from "@credport/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../test/support/failure-of.js";
import { parseConfigFile } from "./parse-config-file.js";

const canary = "CANARY-90bd";

describe("3.4: config.json", () => {
  test("a byte order mark is tolerated, the first of two profiles of one name wins, broken ones do not matter", () => {
    const text = `\uFEFF{"current":"a","profiles":[null,7,{"mode":"AK"},{"name":"a","mode":"AK"},{"name":"a","mode":"OIDC"}]}`;
    const file = parseConfigFile(text, "/config.json");
    expect(file.current).toBe("a");
    expect([...file.profiles]).toEqual([["a", { name: "a", mode: "AK" }]]);
  });

  test.each([
    ["malformed JSON", `{"profiles": "${canary}`, "JSON"],
    ["no object", `["${canary}"]`, "object"],
    ["no profiles", `{"current": "${canary}"}`, "profiles"],
    ["empty profiles", `{"current": "${canary}", "profiles": []}`, "profiles"],
    ["profiles that are no list", `{"profiles": {"a": "${canary}"}}`, "profiles"],
  ])("10: %s is FILE_MALFORMED with the path and no content", async (_what, text, word) => {
    const error = await failureOf(() => parseConfigFile(text, "/config.json"));
    expect(error).toMatchObject({ code: "FILE_MALFORMED", permanent: true });
    expect(error.message).toContain("/config.json");
    expect(error.message).toContain(word);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain(canary);
  });

  test("any JSON: profiles or a CredentialsError without content", () => {
    const value = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(canary, 1, null, true),
        fc.array(tie("json")),
        fc.dictionary(fc.constantFrom("profiles", "name", "current", "mode"), tie("json")),
      ),
    })).json;
    fc.assert(
      fc.property(value, fc.nat(), (json, cut) => {
        const text = JSON.stringify(json);
        for (const input of [text, text.slice(0, cut)]) {
          try {
            parseConfigFile(input, "/config.json");
          } catch (error) {
            if (!isCredentialsError(error)) throw error;
            expect(error.message).not.toContain(canary);
          }
        }
      }),
    );
  });
});
