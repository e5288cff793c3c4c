import { describe, expect, test } from "vitest";
import { LogLevel, matchesLevel } from "./log-level.js";
import { Redactor } from "./redact.js";

const redactor = new Redactor(["ticket"]);

describe("8 redaction", () => {
  test("headers: signature and token are masked, of the key id four characters stay", () => {
    const text = redactor.headers({
      authorization:
        "HMAC-SHA256 Credential=AKLTsecretid1234/20260101/r/s/request, SignedHeaders=host, Signature=abcdef",
      "X-Security-Token": "token",
      host: "h",
    });
    expect(text).toBe(
      "authorization: HMAC-SHA256 Credential=***1234/20260101/r/s/request, SignedHeaders=host, Signature=***\nX-Security-Token: ***\nhost: h",
    );
  });

  test.each([
    "X-Signature",
    "SessionToken",
    "SecretAccessKey",
    "OIDCToken",
    "SAMLResp",
    "client_secret",
    "refresh_token",
    "access_token",
    "PrivateKey",
    "Ticket",
    "EntryTicketId",
  ])("%s is masked in queries, forms and JSON, at any depth", (name) => {
    expect(redactor.pairs(`A=1&${name}=value&L.1.${name}=value`)).toBe(`A=1&${name}=***&L.1.${name}=***`);
    expect(redactor.pairs(`${name}.1=value&${name}.a.b=value`)).toBe(`${name}.1=***&${name}.a.b=***`);
    expect(redactor.body(`A=1&${name}=value`)).toBe(`A=1&${name}=***`);
    const json = JSON.stringify({ a: [{ [name]: "value", b: { [name]: { deep: "value" } } }], n: { [name]: 12345 } });
    const shown = redactor.body(json);
    expect(shown).not.toContain("value");
    expect(shown).not.toContain("12345");
  });

  test("key ids show their last four characters", () => {
    expect(redactor.body('{"AccessKeyId":"AKLTabcdefgh1234"}')).toBe('{"AccessKeyId":"***1234"}');
    expect(redactor.pairs("X-Credential=AKLTabcdefgh1234%2F20260101%2Fr")).toBe("X-Credential=***1234/20260101/r");
  });

  test.each([
    ["JSON that was cut off", '{"Result":{"Id":"shown","SecretAccessKey":"leak"'],
    ["several JSON texts", '{"Id":"shown"}\n{"SessionToken":"leak"}'],
    ["events", 'data: {"Id":"shown","access_token":"leak"}\n\n'],
    ["XML", "<Id>shown</Id><SecretAccessKey>leak</SecretAccessKey>"],
    ["pairs with blanks", "Id=shown; client_secret = leak"],
    ["JSON in JSON", JSON.stringify({ Id: "shown", Raw: JSON.stringify({ SessionToken: "leak" }) })],
    ["a field the caller named", "Id shown, Ticket leak"],
  ])("no secret field is shown in %s", (_what, body) => {
    expect(redactor.body(body)).toContain("shown");
    expect(redactor.body(body)).not.toContain("leak");
  });

  test("a text that names no secret field is shown as it is", () => {
    const page = "<html><title>404</title><p>There is nothing here, nor a TokenRing.</p></html>";
    expect(redactor.body(page)).toBe(page);
  });

  test("known secrets are removed from any text, encoded too", () => {
    const signedWith = { accessKeyId: undefined, secrets: ["secret/value"] };
    expect(redactor.body("<p>secret/value secret%2Fvalue</p>", signedWith)).toBe("<p>*** ***</p>");
    expect(redactor.value({ Text: "secret/value", Count: 2n }, signedWith)).toBe('{"Text":"***","Count":"2"}');
  });

  test("a value that is no JSON does not fail", () => {
    const cycle: Record<string, unknown> = {};
    cycle["self"] = cycle;
    expect(redactor.value(cycle)).toBe("not to be shown as JSON");
    expect(redactor.value(undefined)).toBe("none");
  });

  test("of a known key id the last four characters stay in any text, but none of a word as short as it", () => {
    const signedWith = { accessKeyId: "AKLT/example1234", secrets: ["secret of AKLT/example1234"] };
    const text = "<p>AKLT/example1234 AKLT%2Fexample1234, secret of AKLT/example1234</p>";
    expect(redactor.body(text, signedWith)).toBe("<p>***1234 ***1234, ***</p>");
    expect(redactor.body("<p>key id</p>", { accessKeyId: "key", secrets: [] })).toBe("<p>key id</p>");
  });
});

describe("8 levels", () => {
  test("All has every level's bits", () => {
    for (const bits of Object.values(LogLevel)) expect(matchesLevel(LogLevel.All, bits)).toBe(true);
  });
  test("a level matches when all its bits are there", () => {
    expect(matchesLevel(LogLevel.HttpBody, LogLevel.RequestBody)).toBe(true);
    expect(matchesLevel(LogLevel.HttpBody, LogLevel.ResponseBody)).toBe(true);
    expect(matchesLevel(LogLevel.RequestBody, LogLevel.Request)).toBe(true);
    expect(matchesLevel(LogLevel.Request, LogLevel.RequestBody)).toBe(false);
  });
});
