import { measure, type Contender } from "../harness/measure.js";
import type { Report } from "../harness/report.js";
import { alibabaProvider } from "../peers/alibaba.js";
import { awsClientCache, awsMemoized } from "../peers/aws.js";
import { azureCredential } from "../peers/azure.js";
import { credportProvider } from "../peers/credport.js";
import { googleClient } from "../peers/google.js";
import { Upstream } from "../peers/upstream.js";

/** A cached credential, asked for again and again: the cost that every signed request pays. */
export async function hotPath(report: Report): Promise<void> {
  report.heading("Cached credentials, awaited one after the other");
  const results = await measure(await cached(), { time: "cpu" });
  report.table(
    ["", "ns per call", "against await of a resolved promise"],
    results.map(({ name, nanoseconds, ratio }) => [name, nanoseconds, ratio]),
  );
  report.note("Goals: @credport below 2, and below both of AWS's.");

  report.heading("peek()");
  report.table(
    ["", "ns per call"],
    (await measure(await peeked(), { time: "cpu" })).map(({ name, nanoseconds }) => [name, nanoseconds]),
  );
  report.note("Goal: below 20 ns.");
}

async function cached(): Promise<Contender[]> {
  const upstream = new Upstream();
  const resolved = Promise.resolve(await upstream.load());
  const provider = credportProvider(upstream);
  const client = awsClientCache(upstream);
  const memoized = awsMemoized(upstream);
  const google = googleClient(upstream);
  const alibaba = alibabaProvider(upstream);
  const azure = azureCredential(upstream);
  return [
    {
      name: "await of a resolved promise",
      async run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = await resolved;
        return last;
      },
    },
    {
      name: "@credport, getCredentials()",
      async run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = await provider.getCredentials();
        return last;
      },
    },
    {
      name: "AWS, a client's cache (@smithy/core)",
      async run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = await client();
        return last;
      },
    },
    {
      name: "AWS, memoize (@smithy/property-provider)",
      async run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = await memoized();
        return last;
      },
    },
    {
      name: "google-auth-library, getAccessToken()",
      async run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = await google.getAccessToken();
        return last;
      },
    },
    {
      name: "@alicloud/credentials, getCredentials()",
      async run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = await alibaba.getCredentials();
        return last;
      },
    },
    {
      name: "@azure/identity, getToken()",
      async run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = await azure.getToken("https://example.com/.default");
        return last;
      },
    },
  ];
}

async function peeked(): Promise<Contender[]> {
  const provider = credportProvider(new Upstream());
  await provider.getCredentials();
  return [
    {
      name: "@credport, peek()",
      run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = provider.peek();
        return last;
      },
    },
  ];
}
