import { standardServices } from "../endpoints/standard-tables.js";
import type { EnvironmentFamily, VendorPreset } from "./preset.js";

const shared = {
  dualStack: "VOLC_ENABLE_DUALSTACK",
  bootstrapRegionFile: "VOLC_BOOTSTRAP_REGION_LIST_CONF",
  proxy: { protocol: "VOLC_PROXY_PROTOCOL", host: "VOLC_PROXY_HOST", port: "VOLC_PROXY_PORT" },
} as const;

/** The variables of `@volcengine/sdk-core`. */
const volcstack: EnvironmentFamily = {
  accessKeyId: ["VOLCSTACK_ACCESS_KEY_ID", "VOLCSTACK_ACCESS_KEY"],
  accessKeySecret: ["VOLCSTACK_SECRET_ACCESS_KEY", "VOLCSTACK_SECRET_KEY"],
  securityToken: "VOLCSTACK_SESSION_TOKEN",
  ...shared,
};

/** The variables of `@volcengine/openapi`, which knows no token: `{ ...volcenginePreset, envFamily: volcengineOpenApiFamily }`. */
export const volcengineOpenApiFamily: EnvironmentFamily = {
  accessKeyId: ["VOLC_ACCESSKEY"],
  accessKeySecret: ["VOLC_SECRETKEY"],
  ...shared,
};

/**
 * Volcengine, the sibling cloud: same protocol, other names, as in `@volcengine/sdk-core` 1.0.0. CLI login and OIDC variables
 * are BytePlus only.
 */
export const volcenginePreset: VendorPreset = {
  name: "volcengine",
  suffixes: { ipv4: ".volcengineapi.com", dualStack: ".volcengine-api.com", mainland: "" },
  fallbackHost: "open.volcengineapi.com",
  fallbackHosts: {},
  services: standardServices,
  stsHost: "sts.volcengineapi.com",
  defaultRegion: "cn-beijing",
  bootstrapRegions: [
    "ap-southeast-2",
    "ap-southeast-3",
    "cn-beijing-autodriving",
    "cn-shanghai-autodriving",
    "cn-beijing-selfdrive",
  ],
  envFamily: volcstack,
};
