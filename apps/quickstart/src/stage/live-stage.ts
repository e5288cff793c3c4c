import { environment, ramRoleArn } from "@credport/alibaba-cloud";
import { createNodeHost, type NodeHost } from "@credport/node";
import { UsageError } from "../command-line.js";
import type { MaxComputePlace, Stage } from "./stage.js";

const variables = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: "the key that may assume the role",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "its secret",
  ALIBABA_CLOUD_ROLE_ARN: "the role, acs:ram::<account>:role/<name>",
  OSS_BUCKET: "a bucket the role may write to",
  OSS_REGION: "the bucket's region, e.g. cn-hangzhou",
} as const;

/** What `--live` needs and does not have. */
export class MissingSettings extends UsageError {
  override readonly name = "MissingSettings";

  constructor(names: readonly (keyof typeof variables)[]) {
    const lines = names.map((name) => `  ${name.padEnd(34)}${variables[name]}`);
    super(["--live runs on the real cloud and needs these environment variables:", ...lines].join("\n"));
  }
}

/** The real cloud, from environment variables. Throws {@link MissingSettings} naming each one that is not set. */
export function liveStage(): Stage {
  const host = createNodeHost();
  const missing: (keyof typeof variables)[] = [];
  const read = (name: keyof typeof variables): string => {
    const value = host.env(name);
    if (value === undefined) missing.push(name);
    return value ?? "";
  };
  const keyId = read("ALIBABA_CLOUD_ACCESS_KEY_ID");
  const secret = read("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
  const roleArn = read("ALIBABA_CLOUD_ROLE_ARN");
  const oss = { bucket: read("OSS_BUCKET"), region: read("OSS_REGION") };
  if (missing.length > 0) throw new MissingSettings(missing);
  return {
    description: `the real cloud: bucket ${oss.bucket} in ${oss.region}, key ${keyId.slice(0, 4)}...`,
    host,
    source: ramRoleArn({ base: environment(), roleArn, roleSessionName: "credport-quickstart" }),
    oss,
    maxcompute: maxComputePlace(host, oss.region),
    tenants: undefined,
    trouble: undefined,
    secrets: [secret],
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

/** A project to query, where `MAXCOMPUTE_PROJECT` names one. */
function maxComputePlace(host: NodeHost, region: string): MaxComputePlace | undefined {
  const project = host.env("MAXCOMPUTE_PROJECT");
  if (project === undefined) return undefined;
  return { project, region, endpoint: host.env("MAXCOMPUTE_ENDPOINT"), query: "SELECT 27 AS total", expected: "27" };
}
