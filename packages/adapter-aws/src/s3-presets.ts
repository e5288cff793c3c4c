import { CredentialsError } from "@credport/core";

/** Plain options to spread into `new S3Client({ ...preset, credentials: awsCredentials(provider) })`. */
export interface S3Preset {
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: false;
  readonly requestChecksumCalculation: "WHEN_REQUIRED";
  readonly responseChecksumValidation: "WHEN_REQUIRED";
  readonly bucketEndpoint?: true;
}

/** Options of {@link ossS3Preset}. */
export interface OssS3PresetOptions {
  /** The OSS region id without `oss-`, e.g. `cn-hangzhou`. */
  readonly region: string;
  /** The endpoint inside Alibaba Cloud's network. */
  readonly internal?: boolean | undefined;
  /** The global acceleration endpoint. */
  readonly accelerate?: boolean | undefined;
  /** A custom domain bound to the bucket, with its scheme; requests then name the endpoint as their bucket. */
  readonly endpoint?: string | undefined;
}

/** Options of {@link tosS3Preset}. */
export interface TosS3PresetOptions {
  /** The region id, e.g. `cn-beijing`. */
  readonly region: string;
  /** Whose cloud: Volcengine (default) or BytePlus. */
  readonly cloud?: "volcengine" | "byteplus" | undefined;
}

/**
 * OSS through its S3 API (spec "adapters" 4.1): virtual hosts only, no chunked signatures, so no checksums that need them.
 *
 * @throws CredentialsError `CONFIG_INVALID` for a malformed region, or `internal` together with `accelerate`.
 */
export function ossS3Preset(options: OssS3PresetOptions): S3Preset {
  const region = requireRegion(options.region, "oss-");
  if (options.internal === true && options.accelerate === true) {
    throw new CredentialsError({ code: "CONFIG_INVALID", message: '"internal" and "accelerate" exclude each other.' });
  }
  if (options.endpoint !== undefined) return { ...preset(options.endpoint, region), bucketEndpoint: true };
  const place =
    options.accelerate === true ? "oss-accelerate" : `oss-${region}${options.internal === true ? "-internal" : ""}`;
  return preset(`https://s3.${place}.aliyuncs.com`, region);
}

/**
 * TOS through its S3 API (spec "adapters" 4.2). Its S3 hosts are not those of the TOS SDK.
 *
 * @throws CredentialsError `CONFIG_INVALID` for a malformed region.
 */
export function tosS3Preset(options: TosS3PresetOptions): S3Preset {
  const region = requireRegion(options.region, "tos-");
  const domain = options.cloud === "byteplus" ? "bytepluses.com" : "volces.com";
  return preset(`https://tos-s3-${region}.${domain}`, region);
}

function preset(endpoint: string, region: string): S3Preset {
  return {
    endpoint,
    region,
    forcePathStyle: false,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  };
}

function requireRegion(region: string, prefix: string): string {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(region) && !region.startsWith(prefix)) return region;
  throw new CredentialsError({
    code: "CONFIG_INVALID",
    message: `"region" must be a region id such as cn-beijing, without "${prefix}".`,
  });
}
