import { environment, ramRoleArn } from "@credport/alibaba-cloud";
import { startEmulator } from "@credport/emulator";
import { createNodeHost } from "@credport/node";
import type { Stage } from "./stage.js";

/** The embedded emulator, on loopback ports of this process. */
export async function emulatedStage(): Promise<Stage> {
  const emulator = await startEmulator({ services: ["oss", "sts"] });
  const { accounts, calls, faults } = emulator;
  const user = accounts.createUser({ name: "quickstart" });
  const role = accounts.createRole({ name: "uploader" });
  const bucket = "quickstart";
  emulator.oss.createBucket(bucket);
  const host = createNodeHost({
    env: {
      ALIBABA_CLOUD_ACCESS_KEY_ID: user.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: user.accessKeySecret,
    },
  });

  return {
    description: `the embedded emulator: STS on port ${String(emulator.sts.port)}, OSS on port ${String(emulator.oss.port)}`,
    host,
    source: ramRoleArn({
      base: environment(),
      roleArn: role.arn,
      roleSessionName: "quickstart",
      stsEndpoint: emulator.sts.url,
    }),
    oss: { bucket, region: emulator.region, endpoint: emulator.oss.url },
    trouble: {
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
    },
    secrets: [user.accessKeySecret],
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      await emulator.close();
    },
  };
}
