import type { Program } from "../footprint/import-cost.js";
import type { Install } from "../footprint/install-size.js";

/** Programs that import an OSS client; ours loads its HTTP stack at the first request only. */
export const programs: readonly Program[] = [
  { name: "@credport/oss/credentials", environment: {}, source: 'await import("@credport/oss/credentials");' },
  { name: "@credport/oss", environment: {}, source: 'await import("@credport/oss");' },
  {
    name: "@credport/oss and undici",
    environment: {},
    source: 'await import("@credport/oss"); await import("undici");',
  },
  { name: "ali-oss", environment: {}, source: 'await import("ali-oss");' },
  { name: "@aws-sdk/client-s3", environment: {}, source: 'await import("@aws-sdk/client-s3");' },
  { name: "opendal", environment: {}, source: 'await import("opendal");' },
];

/** Installations of the OSS clients. */
export const installs: readonly Install[] = [
  ["@credport/oss", ["@credport/oss"]],
  ["ali-oss", ["ali-oss"]],
  ["@aws-sdk/client-s3", ["@aws-sdk/client-s3"]],
  ["opendal (its native code is a package per platform, not counted)", ["opendal"]],
];
