import type { VendorPreset } from "./preset.js";

const globalFallback = "open.byteplusapi.com";

/** BytePlus: hosts, regions and environment variables as in its Go SDK v2 1.0.73. The default everywhere. */
export const byteplusPreset: VendorPreset = {
  name: "byteplus",
  suffixes: { ipv4: ".byteplusapi.com", dualStack: ".byteplus-api.com", mainland: ".cn" },
  fallbackHost: "open.ap-southeast-1.byteplusapi.com",
  fallbackHosts: { ark: globalFallback, billing: globalFallback, iam: globalFallback },
  services: {
    billing: "global",
    iam: "global",
    ark: "regional",
    cpaas: "global",
    kickart: "global",
    vs: "global",
    resourcecenter: "global",
    cen: "global",
    waf: "global",
    vpc: "regional",
    ecs: "regional",
    kms: "regional",
    cloudmonitor: "regional",
    vepfs: "regional",
    vke: "regional",
    rds_mssql: "regional",
    sts: "regional",
    redis: "regional",
    vmp: "regional",
    rds_mysql: "regional",
    privatelink: "regional",
    transitrouter: "regional",
    clawsentry: "regional",
  },
  stsHost: "sts.ap-southeast-1.byteplusapi.com",
  defaultRegion: "ap-southeast-1",
  bootstrapRegions: ["ap-southeast-2", "ap-southeast-3"],
  envFamily: {
    accessKeyId: ["BYTEPLUS_ACCESS_KEY", "BYTEPLUS_ACCESS_KEY_ID"],
    accessKeySecret: ["BYTEPLUS_SECRET_KEY", "BYTEPLUS_SECRET_ACCESS_KEY"],
    securityToken: "BYTEPLUS_SESSION_TOKEN",
    region: "BYTEPLUS_REGION",
    caBundle: "BYTEPLUS_CA_BUNDLE",
    dualStack: "BYTEPLUS_ENABLE_DUALSTACK",
    bootstrapRegionFile: "BYTEPLUS_BOOTSTRAP_REGION_LIST_CONF",
    proxy: "http",
  },
};
