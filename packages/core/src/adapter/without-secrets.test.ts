import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withoutSecrets } from "./without-secrets.js";

const token = "CAIS/a+b.c-d==";

/** How services, proxies and clients spell what they were sent. */
const spellings: Readonly<Record<string, (secret: string) => string>> = {
  "as it is": (secret) => secret,
  "percent-encoded": encodeURIComponent,
  "percent-encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "percent-encoded three times": (secret) => encodeURIComponent(encodeURIComponent(encodeURIComponent(secret))),
  "percent-encoded in lower case": (secret) =>
    encodeURIComponent(secret).replace(/%../g, (encoded) => encoded.toLowerCase()),
  "percent-encoded, all but letters and digits": (secret) =>
    secret.replace(/\W/g, (each) => `%${Buffer.from(each).toString("hex").toUpperCase()}`),
  "in JSON": (secret) => JSON.stringify(secret).slice(1, -1),
  "in JSON with escaped slashes": (secret) => JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
  "in JSON safe for HTML": (secret) =>
    JSON.stringify(secret)
      .slice(1, -1)
      .replace(/[=&'<>]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, "0")}`),
};

const secrets = fc
  .string({ unit: "grapheme-ascii", minLength: 8, maxLength: 40 })
  .filter((secret) => !secret.includes("***"));

describe("a secret of eight characters or more", () => {
  test.each(Object.entries(spellings))("is cut out %s", (_name, spell) => {
    expect(withoutSecrets(`<${spell(token)}> and ${spell(token)}`, [token])).toBe("<***> and ***");
  });

  test("property: is cut out whatever it is made of and however it is spelt, and nothing else is", () => {
    const around = fc.string({ unit: fc.constantFrom("\n", "\t", "é") });
    fc.assert(
      fc.property(
        secrets,
        fc.constantFrom(...Object.values(spellings)),
        around,
        around,
        (secret, spell, before, after) => {
          expect(withoutSecrets(before + spell(secret) + after, [secret])).toBe(`${before}***${after}`);
        },
      ),
    );
  });

  test("leaves the mask that the caller names, taken literally", () => {
    expect(withoutSecrets(`<${encodeURIComponent(token)}>`, [token], "***$&d==")).toBe("<***$&d==>");
  });

  test("goes whole where another one is a piece of it, whichever comes first", () => {
    const longer = `x/${token}rest-of-the-token`;
    for (const both of [
      [token, longer],
      [longer, token],
    ]) {
      expect(withoutSecrets(`${longer} ${token}`, both)).toBe("*** ***");
    }
  });

  test("property: none of several is left", () => {
    fc.assert(
      fc.property(fc.array(secrets, { minLength: 1, maxLength: 4 }), fc.array(fc.nat()), (several, order) => {
        const text = order.map((index) => several[index % several.length]).join("");
        const clean = withoutSecrets(text, several);
        for (const secret of several) expect(clean).not.toContain(secret);
      }),
    );
  });
});

describe("what is no secret stays", () => {
  test.each(["", "s", "Access", "Expired"])("a key as short as %j is a piece of a word", (short) => {
    expect(withoutSecrets("InvalidAccessKeyId: SecurityTokenExpired", [short])).toBe(
      "InvalidAccessKeyId: SecurityTokenExpired",
    );
  });

  test("without a secret a text is as it was", () => {
    expect(withoutSecrets("a text", [])).toBe("a text");
    expect(withoutSecrets("a text undefined", [undefined])).toBe("a text undefined");
  });

  test("a secret is no pattern", () => {
    expect(withoutSecrets("abcdefgh12345678", ["........", "\\w{8}\\d+"])).toBe("abcdefgh12345678");
  });
});
