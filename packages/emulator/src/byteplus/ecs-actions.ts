import { createHash, randomBytes } from "node:crypto";
import { ServiceFailure } from "../http/service-failure.js";
import { count, required, type Action, type ActionCall } from "./action.js";

const ECS = { service: "ecs", version: "2020-04-01" } as const;
const REGIONS = ["ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "cn-hongkong"];

/** The actions of ECS. Key pairs are kept until `forget` is called. */
export function ecsActions(): { readonly actions: Readonly<Record<string, Action>>; forget(): void } {
  const pairs = new Map<string, { readonly clientToken: string | undefined; readonly result: object }>();

  const createKeyPair = (call: ActionCall): object => {
    const name = required(call, "KeyPairName");
    const clientToken = call.parameters.get("ClientToken");
    const known = pairs.get(name);
    if (known !== undefined) {
      if (clientToken !== undefined && known.clientToken === clientToken) return known.result;
      throw new ServiceFailure(409, "InvalidKeyPair.Duplicate", "There is a key pair of this name.");
    }
    for (const parameter of call.parameters.keys()) {
      const index = /^Tags\.(\d+)\./.exec(parameter)?.[1];
      if (index !== undefined) required(call, `Tags.${index}.Key`);
    }
    const key = randomBytes(48);
    const result = {
      KeyPairId: `kp-${randomBytes(8).toString("hex")}`,
      KeyPairName: name,
      FingerPrint: createHash("md5").update(key).digest("hex"),
      PrivateKey: `-----BEGIN RSA PRIVATE KEY-----\n${key.toString("base64")}\n-----END RSA PRIVATE KEY-----\n`,
    };
    pairs.set(name, { clientToken, result });
    return result;
  };

  return {
    actions: {
      DescribeRegions: { ...ECS, run: describeRegions },
      DescribeAvailableResource: { ...ECS, run: describeAvailableResource },
      CreateKeyPair: { ...ECS, run: createKeyPair },
    },
    forget: () => pairs.clear(),
  };
}

function describeRegions(call: ActionCall): object {
  const wanted = [...call.parameters].filter(([name]) => /^RegionIds\.\d+$/.test(name)).map(([, value]) => value);
  const regions = REGIONS.filter((region) => wanted.length === 0 || wanted.includes(region));
  const from = Number(call.parameters.get("NextToken") ?? 0);
  const to = from + count(call, "MaxResults", 20);
  return {
    NextToken: to < regions.length ? String(to) : "",
    Regions: regions.slice(from, to).map((region) => ({ RegionId: region })),
  };
}

function describeAvailableResource(call: ActionCall): object {
  const Type = required(call, "DestinationResource");
  const ZoneId = call.parameters.get("ZoneId") ?? "ap-southeast-1a";
  const Value = call.parameters.get("InstanceTypeId") ?? "ecs.g2i.large";
  return {
    AvailableZones: [
      {
        RegionId: ZoneId.replace(/[a-z]$/, ""),
        ZoneId,
        Status: "Available",
        AvailableResources: [{ Type, SupportedResources: [{ Value, Status: "Available" }] }],
      },
    ],
  };
}
