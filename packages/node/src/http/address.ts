/** Where an address lies. Anything that is not named here is `public`. */
export type AddressKind = "loopback" | "link-local" | "shared" | "private" | "public";

const ranges: readonly (readonly [AddressKind, readonly string[]])[] = [
  ["loopback", ["127.0.0.0/8", "::1/128"]],
  ["link-local", ["169.254.0.0/16", "fe80::/10"]],
  ["shared", ["100.64.0.0/10"]],
  ["private", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]],
];

/** The kind of an IP address. IPv4 addresses in IPv6 form (`::ffff:10.0.0.1`) count as what they hold. */
export function addressKind(address: string): AddressKind {
  return ranges.find(([, members]) => members.some((range) => isInRange(address, range)))?.[0] ?? "public";
}

/** The address a URL's host is, without the brackets of IPv6, or `undefined` when it is a name. */
export function literalAddress(hostname: string): string | undefined {
  const bare = hostname.startsWith("[") ? hostname.slice(1, -1) : hostname;
  return net().isIP(bare) === 0 ? undefined : bare;
}

/** The kind of a URL's host as far as its spelling tells: any other name than those of `localhost` is `public`. */
export function hostKind(hostname: string): AddressKind {
  const address = literalAddress(hostname);
  if (address !== undefined) return addressKind(address);
  return /(^|\.)localhost\.?$/.test(hostname) ? "loopback" : "public";
}

/** Whether an IP address lies in a range in CIDR form. Nothing lies in a range that is malformed. */
export function isInRange(address: string, range: string): boolean {
  const { BlockList, isIP } = net();
  const [network = "", prefix = ""] = range.split("/");
  const family = (text: string): "ipv4" | "ipv6" => (isIP(text) === 6 ? "ipv6" : "ipv4");
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Infinity;
  if (isIP(network) === 0 || bits > (isIP(network) === 6 ? 128 : 32)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family(network));
  const [withoutZone = ""] = address.split("%");
  return list.check(withoutZone, family(withoutZone));
}

/** Loaded at its first use: it costs 3 ms, and a process that only reads its environment never gets here. */
function net(): typeof import("node:net") {
  return process.getBuiltinModule("node:net");
}
