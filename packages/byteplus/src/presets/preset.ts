/** The names of one vendor's environment variables. One family is read at a time, never a mix. */
export interface EnvironmentFamily {
  /** Variables of the key id, the first one set wins. */
  readonly accessKeyId: readonly string[];
  /** Variables of the secret, the first one set wins. */
  readonly accessKeySecret: readonly string[];
  readonly securityToken?: string;
  readonly region?: string;
  /** Names a file of certificate authorities. */
  readonly caBundle?: string;
  readonly dualStack: string;
  readonly bootstrapRegionFile: string;
  /** How a proxy is read: `http` by `HTTP_PROXY` and its kin, else the three named variables. */
  readonly proxy: "http" | { readonly protocol: string; readonly host: string; readonly port: string };
}

/** Which services there are, by their exact ids, and whether they have one host or one per region. */
export type ServiceTable = Readonly<Record<string, "global" | "regional">>;

/** What differs between the two vendors that speak this protocol. */
export interface VendorPreset {
  readonly name: "byteplus" | "volcengine";
  /** Host suffixes without and with IPv6, and what regional hosts of mainland China have after either. */
  readonly suffixes: { readonly ipv4: string; readonly dualStack: string; readonly mainland: string };
  /** Where calls go for a service or region that resolution does not know. */
  readonly fallbackHost: string;
  /** Services with a fallback host of their own. */
  readonly fallbackHosts: Readonly<Record<string, string>>;
  /** The services whose hosts the default resolver derives. */
  readonly services: ServiceTable;
  readonly stsHost: string;
  /** The scope of STS calls where no region is given. */
  readonly defaultRegion: string;
  /** Regions whose hosts are derived by rule. */
  readonly bootstrapRegions: readonly string[];
  readonly envFamily: EnvironmentFamily;
}
