import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editProfile } from "./edit-profile.js";

describe("3.5: writing config.json", () => {
  const text = `\uFEFF{
\t"site": "china", "big": 12345678901234567890, "1": 1.0,
\t"profiles": [
\t\t{"name": "other", "mode": "AK", "access_key_id": "x"},
\t\t{
\t\t\t"mode": "OAuth",
\t\t\t"name": "me",
\t\t\t"oauth_access_token": "o\\"ld}",
\t\t\t"unknown": {"a": [1, {"b": "}]"}], "access_key_id": "inner"},
\t\t\t"oauth_access_token_expire": 1
\t\t}
\t],
\t"current": "me"
}
`;

  test("changes the keys of the one profile and not another character", () => {
    expect(editProfile(text, "me", { oauth_access_token: "new", oauth_access_token_expire: 2 })).toBe(
      text.replace('"o\\"ld}"', '"new"').replace('_expire": 1', '_expire": 2'),
    );
  });

  test("adds keys that are not there, in order and indented like their neighbours", () => {
    expect(editProfile(text, "me", { access_key_id: "id", sts_expiration: 5 })).toBe(
      text.replace('_expire": 1', '_expire": 1,\n\t\t\t"access_key_id": "id",\n\t\t\t"sts_expiration": 5'),
    );
  });

  test("takes the first profile of a name and the last of a repeated key", () => {
    const doubled = '{"profiles":[],"profiles":[{"name":"a","k":1,"k":2},{"name":"a","k":3}]}';
    expect(editProfile(doubled, "a", { k: 9 })).toBe(
      '{"profiles":[],"profiles":[{"name":"a","k":1,"k":9},{"name":"a","k":3}]}',
    );
  });

  test.each(["", "[]", "{", '{"profiles": {}}', '{"profiles": [{"name": "b"}]}', "null"])(
    "%j has no such profile",
    (other) => {
      expect(editProfile(other, "a", { k: 1 })).toBeUndefined();
    },
  );

  test("any config.json, in any layout: the rest of the data is unchanged", () => {
    const profile = fc.dictionary(fc.string(), fc.jsonValue()).map((fields) => ({ ...fields, name: "me" }));
    const file = fc.record({
      rest: fc.dictionary(fc.string(), fc.jsonValue()),
      before: fc.array(fc.jsonValue()),
      profile,
    });
    const changes = fc.dictionary(fc.constantFrom("access_key_id", "a", 'q"uote'), fc.oneof(fc.string(), fc.nat()));
    fc.assert(
      fc.property(
        file,
        changes,
        fc.constantFrom(undefined, 1, 4, "\t"),
        ({ rest, before, profile: own }, changed, indent) => {
          const named = (other: unknown): boolean =>
            typeof other === "object" && other !== null && "name" in other && other.name === "me";
          const others = before.filter((other) => !named(other));
          const content = { ...rest, profiles: [...others, own] };
          const edited = editProfile(JSON.stringify(content, undefined, indent), "me", changed) ?? "";
          expect(JSON.parse(edited)).toEqual(
            JSON.parse(JSON.stringify({ ...content, profiles: [...others, { ...own, ...changed }] })),
          );
        },
      ),
    );
  });
});
