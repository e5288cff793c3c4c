import { signAcs3, signRpc } from "@credport/alibaba-cloud";
import { createHash, createHmac } from "node:crypto";
import { measure } from "../harness/measure.js";
import type { Report } from "../harness/report.js";

const accessKeyId = "LTAI5tBenchBenchBench123";
const accessKeySecret = "BenchBenchBenchBenchBenchBench";

/** An AssumeRole request as the source sends it, in the order in which it is put together. */
const assumeRole = {
  method: "POST",
  accessKeySecret,
  parameters: {
    Version: "2015-04-01",
    Action: "AssumeRole",
    Format: "JSON",
    Timestamp: "2026-01-02T03:04:05Z",
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: "0123456789abcdef0123456789abcdef",
    AccessKeyId: accessKeyId,
    RoleArn: "acs:ram::123456789012:role/bench",
    RoleSessionName: "credentials-nodejs-1767323045000",
    DurationSeconds: "3600",
  },
};

const bodyHash = createHash("sha256").update("").digest("hex");
const describeRegions = {
  method: "POST",
  path: "/",
  query: { AcceptLanguage: "en-US" },
  headers: {
    accept: "application/json",
    host: "ecs.cn-beijing.aliyuncs.com",
    "x-acs-action": "DescribeRegions",
    "x-acs-version": "2014-05-26",
    "x-acs-date": "2026-01-02T03:04:05Z",
    "x-acs-signature-nonce": "0123456789abcdef0123456789abcdef",
    "x-acs-content-sha256": bodyHash,
  },
  bodyHash,
  accessKeyId,
  accessKeySecret,
};

const signingTime = { budget: 60, time: "cpu" } as const;

/** Both signatures against nothing but the hashing that each cannot do without. */
export async function signing(report: Report): Promise<void> {
  report.heading("Signing one request, against the bare hashing it needs");
  const { stringToSign } = signRpc(assumeRole);
  const rpc = await measure(
    [
      {
        name: "bare HMAC-SHA1 of the string to sign",
        run(count) {
          let last;
          for (let index = 0; index < count; index += 1) {
            last = createHmac("sha1", `${accessKeySecret}&`).update(stringToSign).digest("base64");
          }
          return last;
        },
      },
      {
        name: "signRpc, AssumeRole",
        run(count) {
          let last;
          for (let index = 0; index < count; index += 1) last = signRpc(assumeRole);
          return last;
        },
      },
    ],
    signingTime,
  );
  const { canonicalRequest } = signAcs3(describeRegions);
  const acs3 = await measure(
    [
      {
        name: "bare SHA-256 and HMAC-SHA256",
        run(count) {
          let last;
          for (let index = 0; index < count; index += 1) {
            const hash = createHash("sha256").update(canonicalRequest).digest("hex");
            last = createHmac("sha256", accessKeySecret).update(`ACS3-HMAC-SHA256\n${hash}`).digest("hex");
          }
          return last;
        },
      },
      {
        name: "signAcs3, DescribeRegions",
        run(count) {
          let last;
          for (let index = 0; index < count; index += 1) last = signAcs3(describeRegions);
          return last;
        },
      },
    ],
    signingTime,
  );
  report.table(
    ["", "ns", "against bare hashing"],
    [...rpc, ...acs3].map(({ name, nanoseconds, ratio }) => [name, nanoseconds, ratio]),
  );
  report.note("Goal: at most 1.5 times the bare hashing.");
}
