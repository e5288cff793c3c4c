import { createAccessKeyCredentials } from "@credport/core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ossRequestSigner } from "../src/index.js";
import { bucket, setup, type Setup } from "./fixture.js";

let world: Setup;

beforeAll(async () => {
  world = await setup();
  await world.client.putObject({ bucket, key: "dir/a b+夏(1).txt", body: "fetched" });
});

afterAll(() => world[Symbol.asyncDispose]());

const at = (): Date => new Date(world.host.now());
const credentials = () => createAccessKeyCredentials({ ...world.keys, source: "test" });

it("signs for any HTTP client: path style, odd characters, a query", async () => {
  const signer = ossRequestSigner({ region: "cn-hangzhou" });
  const url = new URL(`${world.emulator.oss.url}/${bucket}/dir/a b+夏(1).txt?response-content-type=text/x+y`);
  const signed = signer.sign({ method: "GET", url, headers: {}, body: undefined }, credentials(), at());
  const answer = await fetch(signed.url, { headers: signed.headers });
  expect(await answer.text()).toBe("fetched");
  expect(answer.headers.get("content-type")).toBe("text/x y");
});

it("2.2: signs every item of a repeated query name, and sends them all", async () => {
  const signer = ossRequestSigner({ region: "cn-hangzhou" });
  const url = new URL(`${world.emulator.oss.url}/${bucket}/dir/a b+夏(1).txt?tag=b&tag=a+c&tag&acl-like=1&tag=b`);
  const signed = signer.sign({ method: "GET", url, headers: {}, body: undefined }, credentials(), at());
  expect(signed.url.search).toBe("?acl-like=1&tag&tag=a%20c&tag=b&tag=b");
  const answer = await fetch(signed.url, { headers: signed.headers });
  expect(await answer.text()).toBe("fetched");
});

it.each([
  ["text", "é", "é"],
  ["text, which fetch would refuse", "夏", "夏"],
  ["UTF-8, each byte a character", Buffer.from("夏").toString("latin1"), "夏"],
])("4.1: a header that is %s is signed and sent as UTF-8", async (_name, value, expected) => {
  const signer = ossRequestSigner({ region: "cn-hangzhou" });
  const url = new URL(`${world.emulator.oss.url}/${bucket}/meta`);
  const headers = { "x-oss-meta-season": value };
  const body = Buffer.from("x");
  const signed = signer.sign({ method: "PUT", url, headers, body }, credentials(), at());
  expect((await fetch(signed.url, { method: "PUT", headers: signed.headers, body })).status).toBe(200);
  expect((await world.client.headObject({ bucket, key: "meta" })).metadata).toEqual({ season: expected });
});

it("finds the bucket in the host", () => {
  const signer = ossRequestSigner({ region: "cn-hangzhou" });
  const signature = (url: string, options = {}): string | undefined =>
    ossRequestSigner({ region: "cn-hangzhou", ...options }).sign(
      { method: "GET", url: new URL(url), headers: {}, body: undefined },
      credentials(),
      at(),
    ).headers["authorization"];
  const virtual = signature("https://my-bucket.oss-cn-hangzhou.aliyuncs.com/key");
  expect(signature("https://oss-cn-hangzhou.aliyuncs.com/my-bucket/key", { usePathStyle: true })).toBe(virtual);
  expect(signature("https://www.example.com/key", { bucket })).toBe(virtual);
  expect(
    signer.sign(
      { method: "GET", url: new URL("https://oss-cn-hangzhou.aliyuncs.com/"), headers: {}, body: undefined },
      credentials(),
      at(),
    ).headers,
  ).not.toHaveProperty("host");
});

it("knows the answers to a dead credential", () => {
  const { isRejected } = ossRequestSigner({ region: "cn-hangzhou" });
  expect(isRejected(403, {}, "<Error><Code>SecurityTokenExpired</Code></Error>")).toBe(true);
  expect(
    isRejected(
      403,
      { "x-oss-err": Buffer.from("<Error><Code>InvalidAccessKeyId</Code></Error>").toString("base64") },
      "",
    ),
  ).toBe(true);
  expect(isRejected(403, {}, "<Error><Code>AccessDenied</Code></Error>")).toBe(false);
  expect(isRejected(404, {}, "<Error><Code>InvalidAccessKeyId</Code></Error>")).toBe(false);
});

it("needs a region", () => {
  expect(() => ossRequestSigner({ region: "" })).toThrow("region");
});
