import { createHmac } from "node:crypto";
import { buildCanonicalString, signRequest, SigningKeyCache } from "@credport/maxcompute";
import type { Contender } from "../harness/measure.js";

const endpoint = "https://service.cn-beijing.maxcompute.aliyun.com/api";
const input = {
  method: "GET",
  url: `${endpoint}/projects/demo/instances/20260303040506001g?curr_project=demo&taskstatus`,
  headers: {
    Date: "Tue, 03 Mar 2026 04:05:06 GMT",
    "User-Agent": "credport-maxcompute/0.0.0",
    "x-odps-user-agent": "credport-maxcompute/0.0.0",
  },
  endpoint,
  credential: { accessKeyId: "STS.PUBLIC", accessKeySecret: "public-secret", securityToken: "PUBLICTOKEN" },
  at: new Date("2026-03-03T04:05:06Z"),
};
const { accessKeySecret } = input.credential;

/** The last step of the signature alone, then the whole of it: canonical string, key, headers. */
export function signers(): Contender[] {
  const canonical = buildCanonicalString(input);
  const keys = new SigningKeyCache();
  const v4 = { ...input, region: "cn-beijing" };
  return [
    {
      name: "bare HMAC-SHA1 of a finished text",
      run(count) {
        let last;
        for (let index = 0; index < count; index += 1)
          last = createHmac("sha1", accessKeySecret).update(canonical).digest("base64");
        return last;
      },
    },
    {
      name: "V2",
      run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = signRequest(input);
        return last;
      },
    },
    {
      name: "V4, as an account signs: the day's key derived once",
      run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = signRequest(v4, keys);
        return last;
      },
    },
  ];
}
