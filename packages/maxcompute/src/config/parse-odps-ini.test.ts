import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { parseOdpsIni } from "./parse-odps-ini.js";

const required = 'access_id = "id"\naccess_key = "key"\nendpoint = "https://h/api"\nproject = "p"\n';
const withLines = (lines: string): string => `[odps]\n${required}${lines}`;

describe("3.1 ini file", () => {
  it("reads the guide's file", () => {
    expect(parseOdpsIni(`[odps]\n${required}`)).toEqual({
      accessId: "id",
      accessKey: "key",
      stsToken: "",
      endpoint: "https://h/api",
      project: "p",
      tcpConnectionTimeoutMs: 30_000,
      httpTimeoutMs: 0,
      tunnelEndpoint: "",
      tunnelQuotaName: "",
      hints: {},
      others: {},
      accountType: "aliyun",
    });
  });

  it("reads every other key", () => {
    const config = parseOdpsIni(
      withLines(
        "sts_token = t\ntcp_connection_timeout = 5\nhttp_timeout = 60\ntunnel_endpoint = https://dt\ntunnel_quota_name = q\nenableLogview = true\nhints.odps.x = 1\nodps.y = 2\nhintsfoo = 3\nregion = cn\n",
      ),
    );
    expect(config).toMatchObject({
      stsToken: "t",
      accountType: "sts",
      tcpConnectionTimeoutMs: 5_000,
      httpTimeoutMs: 60_000,
      tunnelEndpoint: "https://dt",
      tunnelQuotaName: "q",
      others: { enableLogview: "true" },
      hints: { "odps.x": "1", "odps.y": "2", hintsfoo: "3", region: "cn" },
    });
  });

  test.each(["access_id", "access_key", "endpoint", "project"])("names a missing %s", (key) => {
    const text = `[odps]\n${required
      .split("\n")
      .filter((line) => !line.startsWith(key))
      .join("\n")}`;
    expect(() => parseOdpsIni(text)).toThrow(expect.objectContaining({ code: "MISSING_KEY", key }));
  });

  it("misses keys that stand in another section, and takes empty ones", () => {
    expect(() => parseOdpsIni(required)).toThrow(expect.objectContaining({ code: "MISSING_KEY", key: "access_id" }));
    expect(() => parseOdpsIni(`[ODPS]\n${required}`)).toThrow(expect.objectContaining({ code: "MISSING_KEY" }));
    expect(parseOdpsIni("[odps]\naccess_id=\naccess_key=\nendpoint=\nproject=\n").accessId).toBe("");
  });

  test.each([
    ["0000000060", 60_000],
    ["2147483647", 2_147_483_647_000],
  ])("takes the timeout %s", (value, expected) => {
    expect(parseOdpsIni(withLines(`http_timeout = ${value}\n`)).httpTimeoutMs).toBe(expected);
  });

  test.each(["abc", "-5", "1.5", "", "2147483648", "1e3"])("ignores the timeout %j", (value) => {
    const config = parseOdpsIni(withLines(`tcp_connection_timeout = ${value}\nhttp_timeout = ${value}\n`));
    expect([config.tcpConnectionTimeoutMs, config.httpTimeoutMs]).toEqual([30_000, 0]);
  });

  it("refuses an endpoint that is no URL", () => {
    expect(() => parseOdpsIni(withLines("endpoint = h/api\n"))).toThrow(
      expect.objectContaining({ code: "INVALID_VALUE", key: "endpoint" }),
    );
  });

  const hint = (line: string, compat = false): string | undefined =>
    parseOdpsIni(withLines(`${line}\n`), { compat }).hints["h"];

  test.each([
    ["h = a # b", "a # b"],
    ["h = a ; b", "a ; b"],
    ["h: a = b", "a = b"],
    ["h=a:b", "a:b"],
    ["  h   =   a  ", "a"],
    ["h = 'a\"b'", 'a"b'],
    ['h = "a"b"', '"a"b"'],
    ['h = "a', '"a'],
    ['h = "a\\nb"', "a\\nb"],
    ["h = `a # b`", "a # b"],
    ["h = `a`b`", "a`b"],
    ['h = """a\nb""" ', "a\nb"],
    ["h = `a  \n  b`c", "a  \n  b"],
    ["h = `a\r\nb`\r", "a\r\nb"],
    ["h = a \\\r\n\tb\r", "a b"],
    ["h = a\\\n   b\\\nc", "abc"],
    ["h = a\\\n\nnext = 1", "a"],
    ["h = a\\", "a"],
    ['h = "a\\\nb"', '"ab"'],
    ['h = "a\\"', "a\\"],
    ['" h " = 1', "1"],
    ["h = 1\nh = 2", "2"],
    ['"h" = 1', "1"],
    ["`h` : 1", "1"],
    ['"""h""" = 1', "1"],
    ["# x\n; y\n\nh = 1", "1"],
    ["h = %(access_id)s", "%(access_id)s"],
  ])("%j gives %j", (line, expected) => {
    expect(hint(line)).toBe(expected);
  });

  it("takes a byte order mark, CRLF, other sections and a section that comes twice", () => {
    const text = `\uFEFF[other]\r\nproject = wrong\r\n[odps]\r\n${required.replaceAll("\n", "\r\n")}[other]\r\nx=1\r\n[odps]\r\nproject = again\r\n`;
    expect(parseOdpsIni(text).project).toBe("again");
  });

  it("takes a section's name as it stands, up to the last bracket", () => {
    expect(() => parseOdpsIni(`[ odps ]\n${required}`)).toThrow(expect.objectContaining({ code: "MISSING_KEY" }));
    expect(() => parseOdpsIni(`[odps]x]\n${required}`)).toThrow(expect.objectContaining({ code: "MISSING_KEY" }));
    expect(parseOdpsIni(`  [odps] # mine\n${required}`).accessId).toBe("id");
  });

  it("fills in names from the section, then from the default section", () => {
    const text = `base = d\nproject = outer\n[odps]\n${required}tunnel_quota_name = %(base)s-%(access_id)s-%(nothing)s\nproject = %(project)s\n`;
    const config = parseOdpsIni(text);
    expect(config.tunnelQuotaName).toBe("d-id-%(nothing)s");
    expect(config.project).toBe("outer");
  });

  it("knows the default section by its name too", () => {
    const text = `base = a\n[odps]\n${required}tunnel_quota_name = %(base)s-%(more)s\n[DEFAULT]\nbase = b\nmore = c\n`;
    expect(parseOdpsIni(text).tunnelQuotaName).toBe("b-c");
  });

  it("ends values that refer to each other", () => {
    expect(
      parseOdpsIni(withLines("sts_token = %(tunnel_quota_name)s\ntunnel_quota_name = %(sts_token)s\n")).stsToken,
    ).toMatch(/^%\(/);
    expect(() => parseOdpsIni(withLines("a = %(b)s%(b)s\nb = %(a)s%(a)s\nsts_token = %(a)s\n"))).toThrow(
      expect.objectContaining({ code: "SYNTAX" }),
    );
  });

  test.each(["[odps", "[]", "novalue", "= 1", '"key = 1', "`key", "h = `open"])("refuses %j", (line) => {
    expect(() => parseOdpsIni(withLines(`${line}\n`))).toThrow(expect.objectContaining({ code: "SYNTAX" }));
  });
});

describe("3.1 comments after a pair", () => {
  test.each([
    'access_key = "canary-secret" # mine',
    "access_key = 'canary-secret' ; mine",
    "access_key = `canary-secret` # mine",
    "access_key = `canary-secret` # it`s mine",
    'access_key = """canary-secret""" ; not """x"""',
  ])("refuses %j in strict mode, without its value", (line) => {
    const parse = (): unknown => parseOdpsIni(withLines(`${line}\n`));
    expect(parse).toThrow(expect.objectContaining({ code: "INLINE_COMMENT", key: "access_key", line: 6 }));
    expect(parse).not.toThrow(/canary-secret/);
  });

  it("reads on over them in sections that are not read", () => {
    expect(parseOdpsIni(withLines('[other]\naccess_key = "x" # mine\n')).accessKey).toBe("key");
    const outer = (): unknown => parseOdpsIni(`base = "x" # mine\n[odps]\n${required}`);
    expect(outer).toThrow(expect.objectContaining({ code: "INLINE_COMMENT", key: "base", line: 1 }));
  });

  it("keeps the Go SDK's result in compatible mode", () => {
    expect(parseOdpsIni(withLines('access_key = "secret" # mine\n'), { compat: true }).accessKey).toBe(
      '"secret" # mine',
    );
  });

  it("takes a quoted text followed by something else", () => {
    expect(parseOdpsIni(withLines('access_key = "a" b\n')).accessKey).toBe('"a" b');
    expect(parseOdpsIni(withLines('access_key = "a"#b\n')).accessKey).toBe('"a"#b');
  });
});

describe("3.1 properties", () => {
  const key = fc
    .stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,20}$/)
    .filter(
      (name) => !/^(?:access_|endpoint|project|sts_|tcp_|http_|tunnel_|enableLogview|hints\.|__proto__)/.test(name),
    );
  const value = fc.stringMatching(/^[^\s\\'"`\r\n](?:[^\r\n\\]{0,30}[^\s\\'"`\r\n])?$/);

  it("gives back every plain value it was written with, comments and all", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 8 }), (pairs) => {
        const lines = pairs.map(([name, text]) => `${name} = ${text}`).join("\n");
        expect(parseOdpsIni(withLines(lines)).hints).toEqual(
          Object.fromEntries(pairs.map(([name, text]) => [name, text.trim()])),
        );
      }),
    );
  });

  it("gives back every value in double quotes, blanks and comment marks included", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[^"\r\n\\]{0,40}$/), (text) => {
        expect(parseOdpsIni(withLines(`h = "${text}"\n`)).hints["h"]).toBe(text);
      }),
    );
  });

  it("never fails but with a ConfigError that holds no value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.boolean(), (text, compat) => {
        try {
          parseOdpsIni(`[odps]\naccess_key = canary-secret\n${text}`, { compat });
        } catch (error) {
          expect(error).toMatchObject({ name: "ConfigError", message: expect.not.stringContaining("canary-secret") });
        }
      }),
    );
  });
});
