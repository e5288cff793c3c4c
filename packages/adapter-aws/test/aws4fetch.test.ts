import { inspect } from "node:util";
import { startRecordingService } from "@credport/testing";
import type { AwsClient } from "aws4fetch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createAws4Fetch } from "../src/index.js";
import { releases } from "./clients.js";
import { body, emulatedBucket, region, type EmulatedBucket } from "./emulated-bucket.js";

let place: EmulatedBucket;
let url: string;

beforeEach(async () => {
  place = await emulatedBucket();
  url = `${place.emulator.oss.url}/bucket/key`;
});

afterEach(() => place[Symbol.asyncDispose]());

describe.each(releases)("aws4fetch, $release", ({ aws4fetch }) => {
  const connect = (): AwsClient => {
    const { provider } = place.rotating;
    return createAws4Fetch(aws4fetch.AwsClient, { provider, service: "s3", region, retries: 1, initRetryMs: 1 });
  };
  const put = async (client: AwsClient): Promise<number> => (await client.fetch(url, { method: "PUT", body })).status;

  test("signs each attempt anew, and survives a refused session", async () => {
    const client = connect();
    expect(await put(client)).toBe(200);
    place.emulator.faults.failNext({ service: "oss", times: 1, status: 503, code: "ServiceUnavailable" });
    expect(await put(client)).toBe(200);
    place.emulator.accounts.rotate();
    expect(await put(client)).toBe(200);
    expect(place.rotating.loads).toBe(2);
  });

  test("blames the key id that the refused attempt was signed with", async () => {
    const client = connect();
    await put(client);
    // The first attempt fails otherwise; before the client's own second one the session rotates, and the new one is refused.
    const fault = place.emulator.faults.failNext({ service: "oss", times: 1, status: 503, code: "ServiceUnavailable" });
    const sent = put(client);
    await fault.arrived;
    await place.rotating.rotate();
    place.emulator.accounts.rotate();
    await place.rotating.advance(10_001);
    expect(await sent).toBe(200);
    expect(place.refused).toBe(2);
    expect(place.rotating.loads).toBe(3);
  });

  test("sends text again after a refusal, but no stream; the credential is replaced for the next request", async () => {
    const answer = { status: 403, body: "<Error><Code>InvalidAccessKeyId</Code></Error>" };
    await using service = await startRecordingService({ read: () => ({ accessKeyId: "" }), answer });
    const { provider } = place.rotating;
    const refused = await connect().fetch(service.url, { method: "PUT", body: new Blob([body]).stream() });
    expect(await refused.text()).toBe(answer.body);
    await provider.getCredentials();
    expect([service.requests, place.rotating.loads]).toEqual([1, 2]);
    await place.rotating.advance(10_001);
    await connect().fetch(service.url, { method: "PUT", body: "text" });
    expect([service.requests, place.rotating.loads]).toEqual([3, 3]);
  });

  test("makes no link that outlives its credential, and no cache that can be printed", async () => {
    const client = connect();
    const link = (seconds: number): Promise<Request> =>
      client.sign(`${url}?X-Amz-Expires=${String(seconds)}`, { aws: { signQuery: true } });
    await put(client);
    expect(await (await fetch(await link(600))).text()).toBe(body.toString());
    await expect(link(7200)).rejects.toMatchObject({ code: "INSUFFICIENT_TTL" });
    const printed = inspect(client, { depth: 5, showHidden: true });
    expect(printed).not.toContain(place.rotating.provider.peek()?.accessKeySecret);
  });
});
