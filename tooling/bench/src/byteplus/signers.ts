import { createHash, createHmac } from "node:crypto";
import { signHeaders } from "@credport/byteplus";
import { Signer } from "@volcengine/openapi";
import type { Contender } from "../harness/measure.js";

const accessKeyId = "AKLTspecExample";
const accessKeySecret = "c3BlY1NlY3JldEV4YW1wbGU=";
const securityToken = "STS".padEnd(400, "x");
const scope = { region: "ap-southeast-1", service: "ecs" };
const date = new Date("2026-01-02T03:04:05Z");
const host = "ecs.ap-southeast-1.byteplusapi.com";
const parameters = {
  Action: "DescribeRegions",
  MaxResults: "10",
  "RegionIds.1": "ap-southeast-1",
  Version: "2020-04-01",
};
const body = '{"UserName":"ann"}';
const contentType = "application/json; charset=utf-8";

const url = new URL(`https://${host}/?${new URLSearchParams(parameters).toString()}`);
const sample = ours();

/** One POST with a body, a token and four parameters, signed in three ways. Everybody derives the key each time. */
export function signers(): readonly Contender[] {
  return [
    {
      name: "bare crypto: two hashes, five HMACs over the same bytes",
      run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = bare();
        return last;
      },
    },
    {
      name: "@credport/byteplus signHeaders",
      run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = ours();
        return last;
      },
    },
    {
      name: "@volcengine/openapi Signer",
      run(count) {
        let last;
        for (let index = 0; index < count; index += 1) last = vendor();
        return last;
      },
    },
  ];
}

function bare(): string {
  const bodyHash = createHash("sha256").update(body).digest("hex");
  const requestHash = createHash("sha256").update(sample.canonicalRequest).digest("hex");
  let key: string | Buffer = accessKeySecret;
  for (const part of ["20260102", scope.region, scope.service, "request"]) {
    key = createHmac("sha256", key).update(part).digest();
  }
  return (
    createHmac("sha256", key)
      .update(`${sample.stringToSign.slice(0, -64)}${requestHash}`)
      .digest("hex") + bodyHash
  );
}

function ours(): ReturnType<typeof signHeaders> {
  return signHeaders({
    method: "POST",
    url,
    headers: { "content-type": contentType },
    body,
    credentials: { accessKeyId, accessKeySecret, securityToken },
    date,
    ...scope,
  });
}

function vendor(): object {
  const headers = { host, "content-type": contentType };
  const request = { region: scope.region, method: "POST", pathname: "/", params: { ...parameters }, headers, body };
  new Signer(request, scope.service).addAuthorization(
    { accessKeyId, secretKey: accessKeySecret, sessionToken: securityToken },
    date,
  );
  return headers;
}
