import { invalidArgument } from "../errors/client-error.js";

/** From where the service is reached: the internet, a VPC, or the network between Alibaba Cloud products. */
export type MaxComputeNetwork = "public" | "vpc" | "intranet";

/** The REST and tunnel addresses of one region. */
export interface MaxComputeEndpoints {
  readonly service: string;
  readonly tunnel: string;
}

const suffixes: Readonly<Record<MaxComputeNetwork, string>> = {
  public: ".maxcompute.aliyun.com",
  vpc: "-vpc.maxcompute.aliyun-inc.com",
  intranet: "-intranet.maxcompute.aliyun-inc.com",
};

/** The https endpoints of a region, e.g. `cn-hangzhou`. Throws `INVALID_ARGUMENT` for what is no region id. */
export function endpointsFor(options: {
  readonly region: string;
  readonly network?: MaxComputeNetwork | undefined;
}): MaxComputeEndpoints {
  const { region, network = "public" } = options;
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(region)) throw invalidArgument("region must be an id such as cn-hangzhou");
  const suffix = Object.hasOwn(suffixes, network) ? suffixes[network] : undefined;
  if (suffix === undefined) throw invalidArgument("network must be public, vpc or intranet");
  return { service: `https://service.${region}${suffix}/api`, tunnel: `https://dt.${region}${suffix}` };
}

/** The region an endpoint's host names, or `null` for any host that names none. */
export function regionFromEndpoint(url: string): string | null {
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  const label = /^service\.([^.]+)\.(?:maxcompute|odps)\.aliyun(?:-inc)?\.com$/.exec(host)?.[1];
  const region = label?.replace(/-(?:vpc|intranet|internal)$/, "");
  return region?.includes("-") === true ? region : null;
}
