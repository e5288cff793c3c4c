import { BlockList, isIP } from "node:net";

/** Where an address lies. Anything that is not named here is `public`. */
export type AddressKind = "loopback" | "link-local" | "shared" | "private" | "public";

type Subnet = readonly [network: string, prefix: number];

const subnets: readonly (readonly [AddressKind, readonly Subnet[]])[] = [
  [
    "loopback",
    [
      ["127.0.0.0", 8],
      ["::1", 128],
    ],
  ],
  [
    "link-local",
    [
      ["169.254.0.0", 16],
      ["fe80::", 10],
    ],
  ],
  ["shared", [["100.64.0.0", 10]]],
  [
    "private",
    [
      ["10.0.0.0", 8],
      ["172.16.0.0", 12],
      ["192.168.0.0", 16],
      ["fc00::", 7],
    ],
  ],
];

const kinds = subnets.map(([kind, members]) => ({ kind, list: blockList(members) }));

/** The kind of an IP address. IPv4 addresses in IPv6 form (`::ffff:10.0.0.1`) count as what they hold. */
export function addressKind(address: string): AddressKind {
  const family = isIP(address) === 6 ? "ipv6" : "ipv4";
  const bare = address.replace(/%.*$/, "");
  return kinds.find(({ list }) => list.check(bare, family))?.kind ?? "public";
}

/** The address a URL's host is, without the brackets of IPv6, or `undefined` when it is a name. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  return isIP(bare) === 0 ? undefined : bare;
}

/** The kind of a URL's host as far as its spelling tells: any other name than those of `localhost` is `public`. */
export function hostKind(hostname: string): AddressKind {
  const address = literalAddress(hostname);
  if (address !== undefined) return addressKind(address);
  return /(^|\.)localhost\.?$/.test(hostname) ? "loopback" : "public";
}

function blockList(members: readonly Subnet[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of members) list.addSubnet(network, prefix, isIP(network) === 6 ? "ipv6" : "ipv4");
  return list;
}
