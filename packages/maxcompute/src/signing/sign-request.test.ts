import { deriveSigningKey, hmac } from "@credport/node";
import { describe, expect, it, test } from "vitest";
import { buildCanonicalString } from "./canonical-string.js";
import { signApp } from "./sign-app.js";
import { signRequest } from "./sign-request.js";
import { SigningKeyCache } from "./signing-key.js";

const endpoint = "https://service.cn-beijing.maxcompute.aliyun.com/api";
const date = "Tue, 03 Mar 2026 04:05:06 GMT";
const at = new Date(date);
const pair = { accessKeyId: "LTAI-PUBLIC-0001", accessKeySecret: "public-vector-secret-1" };
const session = {
  accessKeyId: "STS.PUBLIC0002",
  accessKeySecret: "public-vector-secret-2",
  securityToken: "PUBLICTOKEN/+==",
};
const app = { accessKeyId: "LTAI-APP-0003", accessKeySecret: "public-app-secret" };
const headers = { Date: date, "x-odps-user-agent": "odps-ts/1.0.0" };

const requests = {
  A: {
    method: "GET",
    url: `${endpoint}/projects/demo/instances/20260303040506001g?curr_project=demo&taskstatus`,
    headers,
    endpoint,
  },
  B: {
    method: "POST",
    url: `${endpoint}/projects/demo/instances?curr_project=demo`,
    headers: { ...headers, "Content-Type": "application/xml" },
    endpoint,
  },
  C: {
    method: "GET",
    url: "https://dt.cn-beijing.maxcompute.aliyun.com/projects/demo/instances/i%201?data=&downloadid=d%2B1&rowrange=%280%2C10%29",
    headers: { ...headers, "x-odps-tunnel-version": "5", "odps-tunnel-date-transform": "v1" },
    endpoint: "https://dt.cn-beijing.maxcompute.aliyun.com",
  },
  STS: { method: "GET", url: `${endpoint}/projects/demo?curr_project=demo`, headers, endpoint },
};

describe("2.6 worked vectors", () => {
  test.each([
    [
      "A",
      `GET\n\n\n${date}\nx-odps-user-agent:odps-ts/1.0.0\n/projects/demo/instances/20260303040506001g?curr_project=demo&taskstatus`,
    ],
    [
      "B",
      `POST\n\napplication/xml\n${date}\nx-odps-user-agent:odps-ts/1.0.0\n/projects/demo/instances?curr_project=demo`,
    ],
    [
      "C",
      `GET\n\n\n${date}\nx-odps-tunnel-version:5\nx-odps-user-agent:odps-ts/1.0.0\n/projects/demo/instances/i 1?data&downloadid=d+1&rowrange=(0,10)`,
    ],
    ["STS", `GET\n\n\n${date}\nx-odps-user-agent:odps-ts/1.0.0\n/projects/demo?curr_project=demo`],
  ] as const)("canonical string %s", (name, expected) => {
    expect(buildCanonicalString(requests[name])).toBe(expected);
  });

  test.each([
    ["V2-A", "A", undefined, "ODPS LTAI-PUBLIC-0001:naC2NccRTY1aeJHlPgjuGuBl/DU="],
    ["V2-B", "B", undefined, "ODPS LTAI-PUBLIC-0001:MTmLez3RviChNU9rJvqPjxPTi0k="],
    ["V2-C", "C", undefined, "ODPS LTAI-PUBLIC-0001:sw9EilWZAu/wlrfmIdKQzMUyrpY="],
    [
      "V4-A",
      "A",
      "cn-beijing",
      "ODPS LTAI-PUBLIC-0001/20260303/cn-beijing/odps/aliyun_v4_request:JYFuSJC8bi6qB04E0WJ+kasiHEk=",
    ],
    [
      "V4-B",
      "B",
      "cn-beijing",
      "ODPS LTAI-PUBLIC-0001/20260303/cn-beijing/odps/aliyun_v4_request:bgd9XFYkp2LWCrtfyNDQNArtKco=",
    ],
  ] as const)("%s", (_name, request, region, authorization) => {
    expect(signRequest({ ...requests[request], credential: pair, region, at })).toEqual({
      Authorization: authorization,
    });
  });

  test.each([
    ["STS-A", undefined, "ODPS STS.PUBLIC0002:tk/c45N3XIBsX0TuWCkxDL2pi7Y="],
    [
      "STS-B",
      "cn-beijing",
      "ODPS STS.PUBLIC0002/20260303/cn-beijing/odps/aliyun_v4_request:JFap4wcaVD6N/eiC76f9wsNZvQI=",
    ],
  ] as const)("%s", (_name, region, authorization) => {
    expect(signRequest({ ...requests.STS, credential: session, region, at })).toEqual({
      Authorization: authorization,
      "authorization-sts-token": "PUBLICTOKEN/+==",
    });
  });

  test("APP-A and APP-B", () => {
    const start = "account_provider:aliyun,signature_method:hmac-sha1,access_id:LTAI-APP-0003,signature:";
    const userA = signRequest({ ...requests.A, credential: pair, at })["Authorization"] ?? "";
    expect(signApp(userA, app)).toEqual({ "application-authentication": `${start}Yer6T5GrOz/QD4acMtjmD5aWWpA=` });
    const userB =
      signRequest({ ...requests.STS, credential: session, region: "cn-beijing", at })["Authorization"] ?? "";
    expect(signApp(userB, app)).toEqual({ "application-authentication": `${start}d6Lxy0RwszW9JdRObGmcqBRoQU0=` });
    expect(signApp(userA, { ...app, stsToken: "app-token" })).toEqual({
      "sts-authentication": `${start}Yer6T5GrOz/QD4acMtjmD5aWWpA=`,
      "sts-token": "app-token",
    });
  });

  test("the intermediate V4 keys end in the signing key", () => {
    const key = deriveSigningKey("aliyun_v4public-vector-secret-1", [
      "20260303",
      "cn-beijing",
      "odps",
      "aliyun_v4_request",
    ]);
    expect(key.toString("hex")).toBe("a59b67b6d870db9ba1cb53354a05b9e6005f5567b0d74e654980167a3b47af31");
  });

  test("the public check of the last step", () => {
    expect(hmac("sha1", "my-secret-key", "testdata", "base64")).toBe("iAcVTeAghMtN74BeKwFTj/pgFEA=");
  });
});

describe("2.2 canonical string", () => {
  const resourceOf = (url: string, base: string): string =>
    buildCanonicalString({ method: "get", url, headers: {}, endpoint: base }).split("\n").at(-1) ?? "";

  it("strips the endpoint's path at a segment border only, trailing slashes aside", () => {
    expect(resourceOf("https://h/api/projects/p", "https://h/api/")).toBe("/projects/p");
    expect(resourceOf("https://h/apis/projects/p", "https://h/api")).toBe("/apis/projects/p");
    expect(resourceOf("https://h/api", "https://h/api///")).toBe("/");
    expect(resourceOf("https://h", "https://h")).toBe("/");
  });

  it("decodes the path once and keeps a plus there", () => {
    expect(resourceOf("https://h/a%252Fb+c%20d/%E5%A4%8F", "https://h")).toBe("/a%2Fb+c d/夏");
  });

  it("sorts by decoded key, decodes plus in a query, writes empty values bare and takes the first of equal keys", () => {
    expect(resourceOf("https://h/p?b=1&_x=2&A=%26%3D%25%21&a=x+y&b=3&e=&f", "https://h")).toBe(
      "/p?A=&=%!&_x=2&a=x y&b=1&e&f",
    );
  });

  it("joins several values of one header, whatever its case, without a blank", () => {
    const canonical = buildCanonicalString({
      method: "get",
      url: "https://h/p",
      headers: { "X-ODPS-b": ["2", "3"], "x-odps-a": "1", "Content-MD5": "abc" },
      endpoint: "https://h",
    });
    expect(canonical).toBe("GET\nabc\n\n\nx-odps-a:1\nx-odps-b:2,3\n/p");
  });

  it("refuses query keys starting with x-odps- and broken escapes", () => {
    expect(() => resourceOf("https://h/p?x-odps-a=1", "https://h")).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
    expect(() => resourceOf("https://h/p?a=%zz", "https://h")).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT" }),
    );
  });

  it("signs the dot segments that are sent", () => {
    expect(resourceOf("https://h/api/projects/../x", "https://h/api")).toBe("/projects/../x");
  });
});

describe("1.2 accounts' headers", () => {
  it("sends no token header for an empty token", () => {
    expect(Object.keys(signRequest({ ...requests.A, credential: { ...pair, securityToken: "" }, at }))).toEqual([
      "Authorization",
    ]);
  });

  it("sends a bearer token alone", () => {
    expect(
      signRequest({ ...requests.A, credential: { accessKeyId: "", accessKeySecret: "", bearerToken: "bt" }, at }),
    ).toEqual({ "x-odps-bearer-token": "bt" });
  });

  it("dates the request itself when nobody has", () => {
    const added = signRequest({
      ...requests.A,
      headers: { "x-odps-user-agent": "odps-ts/1.0.0" },
      credential: pair,
      at,
    });
    expect(added).toEqual({ Date: date, Authorization: "ODPS LTAI-PUBLIC-0001:naC2NccRTY1aeJHlPgjuGuBl/DU=" });
  });

  test.each([
    [{}],
    [{ accessKeyId: "id" }],
    [{ accessKeyId: "", accessKeySecret: "secret" }],
    [{ accessKeyId: "id", accessKeySecret: "secret", securityToken: "a\r\nb" }],
    [{ accessKeyId: "i\nd", accessKeySecret: "secret" }],
    [{ bearerToken: "a\nb" }],
  ])("refuses %j", (credential) => {
    expect(() => signRequest({ ...requests.A, credential, at })).toThrow(
      expect.objectContaining({ code: "INVALID_CREDENTIAL" }),
    );
  });

  it("has no app signature for a bearer user, nor for an incomplete app pair", () => {
    expect(() => signApp("", app)).toThrow(expect.objectContaining({ code: "INVALID_CREDENTIAL" }));
    expect(() => signApp("ODPS a:b", { ...app, accessKeySecret: "" })).toThrow(
      expect.objectContaining({ code: "INVALID_CREDENTIAL" }),
    );
  });
});

describe("2.4 V4", () => {
  it("puts a private cloud's word in all three places, and in the app's", () => {
    const signed = signRequest({ ...requests.A, credential: pair, region: "cn-beijing", corporation: "apsara", at })[
      "Authorization"
    ];
    const links = ["20260303", "cn-beijing", "odps", "apsara_v4_request"];
    const key = deriveSigningKey(`apsara_v4${pair.accessKeySecret}`, links);
    expect(signed).toBe(
      `ODPS LTAI-PUBLIC-0001/20260303/cn-beijing/odps/apsara_v4_request:${hmac("sha1", key, buildCanonicalString(requests.A), "base64")}`,
    );
    expect(signApp("ODPS a:b", app, { corporation: "apsara" })["application-authentication"]).toMatch(
      /^account_provider:apsara,/,
    );
  });

  it("finds a cached key only for the same secret, day, region and word", () => {
    const keys = new SigningKeyCache();
    const scope = { day: "20260303", region: "cn-beijing", corporation: "aliyun" };
    const scopes = [
      scope,
      { ...scope, day: "20260304" },
      { ...scope, region: "cn-hangzhou" },
      { ...scope, corporation: "other" },
    ];
    for (const secret of ["one", "two"]) {
      for (const each of [...scopes, ...scopes]) {
        const word = `${each.corporation}_v4`;
        const links = [each.day, each.region, "odps", `${word}_request`];
        const key = keys.get(secret, each);
        expect(key.scope).toBe(links.join("/"));
        expect(key.sign("text")).toBe(hmac("sha1", deriveSigningKey(`${word}${secret}`, links), "text", "base64"));
      }
    }
    expect(keys.get("two", scope)).toBe(keys.get("two", scope));
  });
});
