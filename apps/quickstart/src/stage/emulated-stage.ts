import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultChain, oidcRoleArn, ramRoleArn } from "@credport/alibaba-cloud";
import { assumeRoleWithOidc, env } from "@credport/byteplus";
import { chain } from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import { createNodeHost } from "@credport/node";
import { prepare, type Link } from "./links.js";
import type { Stage, Tenants, Trouble } from "./stage.js";

const services = ["byteplus", "credentialsUri", "maxcompute", "metadata", "oauth", "oidc", "oss", "sts"] as const;
type World = Emulator<(typeof services)[number]>;

const bucket = "quickstart";

/** The embedded emulator, on loopback ports of this process. `link` is the one of the default chain that answers. */
export async function emulatedStage(link: Link): Promise<Stage> {
  const emulator = await startEmulator({ services });
  const { accounts } = emulator;
  const home = await mkdtemp(join(tmpdir(), "credport-home-"));
  const environment = await prepare(link, { emulator, home, role: accounts.createRole({ name: "machine" }) });
  emulator.oss.createBucket(bucket);
  await emulator.maxcompute.createTable(
    {
      name: "orders",
      columns: [
        { name: "customer", type: "string" },
        { name: "amount", type: "bigint" },
      ],
    },
    [
      ["Li", 20n],
      ["Wang", 15n],
      ["Li", 7n],
    ],
  );
  const host = createNodeHost({ env: { HOME: home, ...environment } });
  const stsEndpoint = emulator.sts.url;
  const base = defaultChain({
    stsEndpoint,
    metadataEndpoint: emulator.metadata.url,
    oauthEndpoint: emulator.oauth.url,
  });
  const roleSessionName = "quickstart";
  const assume = (name: string) =>
    ramRoleArn({ base, roleArn: accounts.createRole({ name }).arn, roleSessionName, stsEndpoint });

  return {
    description: `the embedded emulator: STS on port ${String(emulator.sts.port)}, OSS on ${String(emulator.oss.port)}, MaxCompute on ${String(emulator.maxcompute.port)}, BytePlus on ${String(emulator.byteplus.port)}`,
    host,
    source: assume("uploader"),
    oss: { bucket, region: emulator.region, endpoint: emulator.oss.url },
    maxcompute: {
      project: emulator.maxcompute.project,
      region: emulator.region,
      endpoint: `${emulator.maxcompute.url}/api`,
      query: "SELECT sum(amount) AS total FROM orders WHERE customer = 'Li'",
      expected: "27",
    },
    tenants: { ...(await oidcTenants(emulator, home)), maxcompute: assume("analyst") },
    trouble: troubleOf(emulator),
    secrets: Object.entries(environment).flatMap(([name, value]) => (name.endsWith("_SECRET") ? [value] : [])),
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await emulator.close();
      await rm(home, { recursive: true });
    },
  };
}

/** Two vendors' roles, from one projected token file. */
async function oidcTenants(
  { accounts, oidc, sts, byteplus }: World,
  home: string,
): Promise<Omit<Tenants, "maxcompute">> {
  const tokenFile = await oidc.projectToken(join(home, "tenant-token"));
  const writer = accounts.createRole({ name: "oss-writer" });
  const reader = accounts.createRole({ name: "iam-reader" });
  const alibabaCloud = oidcRoleArn({
    roleArn: writer.arn,
    oidcProviderArn: oidc.providerArn,
    oidcTokenFilePath: tokenFile,
    roleSessionName: "oss",
    stsEndpoint: sts.url,
  });
  const bytePlus = assumeRoleWithOidc({
    oidcTokenFile: tokenFile,
    roleTrn: reader.arn.replace("acs:ram", "trn:iam"),
    roleSessionName: "byteplus",
    endpoint: byteplus.url,
  });
  return {
    oss: chain("oss-writer", [alibabaCloud]),
    byteplus: chain("iam-reader", [env(), bytePlus]),
    byteplusEndpoint: byteplus.url,
    byteplusRegion: "ap-southeast-1",
  };
}

function troubleOf({ accounts, calls, faults }: World): Trouble {
  return {
    failSts() {
      const fault = faults.failNext({ service: "sts", times: Infinity, status: 503, code: "ServiceUnavailable" });
      return () => {
        fault.release();
      };
    },
    expireSessions: () => accounts.rotate(),
    served() {
      const counts = new Map<string, number>();
      for (const { service, accessKeyId, status = 0 } of calls.list()) {
        if (service !== "oss" || accessKeyId === undefined || status < 200 || status >= 300) continue;
        counts.set(accessKeyId, (counts.get(accessKeyId) ?? 0) + 1);
      }
      calls.reset();
      return counts;
    },
  };
}
