import { BytePlusClient } from "@credport/byteplus";
import type { CredentialsProvider, CredentialsSource } from "@credport/core";
import { createProvider, type NodeHost } from "@credport/node";
import type { Output } from "../output/output.js";
import type { MaxComputePlace, OssPlace, Tenants } from "../stage/stage.js";
import { ossClient } from "./object-client.js";
import { runQuery } from "./run-query.js";

/** Where the tenants work. */
export interface TenantPlaces {
  readonly host: NodeHost;
  readonly oss: OssPlace;
  readonly maxcompute: MaxComputePlace;
}

/** One process, three vendors' services, three identities: each from its own chain, none mixed. Returns whether all worked. */
export async function serveTenants(tenants: Tenants, places: TenantPlaces, output: Output): Promise<boolean> {
  output.heading("5. Three identities in one process, two of them from one OIDC token file");
  const provide = (source: CredentialsSource): CredentialsProvider & AsyncDisposable =>
    createProvider(source, { host: places.host });
  await using oss = provide(tenants.oss);
  await using maxcompute = provide(tenants.maxcompute);
  await using byteplus = provide(tenants.byteplus);

  await using client = ossClient(oss, places.oss);
  const { etag } = await client.putObject({ bucket: places.oss.bucket, key: "quickstart/tenant", body: "hello" });
  output.fact("OSS", `stored an object, ETag ${etag ?? "unknown"}`);
  const isRight = await runQuery(maxcompute, places.maxcompute, output);
  const { byteplusEndpoint: endpoint, byteplusRegion: region } = tenants;
  await using gateway = new BytePlusClient({ credentials: byteplus, region, endpoint, host: places.host });
  const { metadata } = await gateway.call({ service: "iam", version: "2018-01-01", action: "ListUsers" });
  output.fact("BytePlus", `ListUsers answered, request ${metadata.RequestId ?? "unknown"}`);

  const identities = [oss, maxcompute, byteplus].map((provider) => provider.status().identity);
  for (const identity of identities) {
    output.fact("", `${identity?.source ?? "nobody"} is ${identity?.principal ?? identity?.fingerprint ?? "nobody"}`);
  }
  return isRight && new Set(identities.map((identity) => identity?.fingerprint)).size === identities.length;
}
