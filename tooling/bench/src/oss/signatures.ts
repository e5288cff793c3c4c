import { createHash, createHmac } from "node:crypto";
import { SigningCache, signV4 } from "@credport/oss";
import { measure, type Contender } from "../harness/measure.js";
import type { Report } from "../harness/report.js";

const cache = new SigningCache();
const context = {
  credentials: { accessKeyId: "STS.bench", accessKeySecret: "secret", securityToken: "t".repeat(400) },
  request: { method: "PUT", headers: { "content-type": "image/jpeg", "content-length": "1024" } },
  bucket: "my-bucket",
  key: "photos/summer.jpg",
  region: "cn-hangzhou",
  time: 1_760_000_000_000,
};
/** A second each, made beforehand: what a caller does to build one is not part of signing. */
const contexts = Array.from({ length: 64 }, (_, second) => ({ ...context, time: 1_760_000_000_000 + second * 1000 }));
const key = Buffer.alloc(32, 1);
const canonicalRequest = "c".repeat(640);
const stringToSign = "s".repeat(170);

/** One V4 signature, with its headers, against nothing but its two digests. */
export async function signatures(report: Report): Promise<void> {
  const contenders: Contender[] = [
    {
      name: "one SHA-256 and one HMAC",
      run(count) {
        let last;
        for (let index = 0; index < count; index += 1) {
          const digest = createHash("sha256").update(canonicalRequest).digest("hex");
          last = createHmac("sha256", key).update(stringToSign).update(digest).digest("hex");
        }
        return last;
      },
    },
    {
      name: "@credport/oss signV4",
      run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = signV4(contexts[(index >> 6) & 63] ?? context, cache);
        return last;
      },
    },
  ];
  const results = await measure(contenders, { budget: 60, time: "cpu" });
  report.table(
    ["one V4 signature", "ns", "time against the digests"],
    results.map(({ name, nanoseconds, ratio }) => [name, nanoseconds, ratio]),
  );
}
