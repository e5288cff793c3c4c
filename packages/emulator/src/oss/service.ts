import { randomBytes } from "node:crypto";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { readClaim } from "./authentication/read-claim.js";
import type { OssControls } from "./controls.js";
import { dialectOf } from "./dialect.js";
import { createObjectStorage } from "./object-storage.js";
import { commonHeaders, renderFailure } from "./render-failure.js";

/** Endpoints: public, internal, accelerated, dual-stack, S3's, and those of cloud boxes. */
const HOSTS =
  /^(?:(?!s3\.)([^.]+)\.)?(?:s3\.)?(?:oss-[a-z0-9-]+|[a-z0-9-]+\.oss|cb-[a-z0-9-]+\.[a-z0-9-]+\.oss-cloudbox(?:-control)?)\.aliyuncs\.com$/;

/** Alibaba Cloud OSS, with its own API and the part of the S3 API it takes. */
export function createService(context: ServiceContext): EmulatorService<OssControls> {
  const newRequestId = requestIds();
  return createObjectStorage(context, {
    hosts: HOSTS,
    dialectOf,
    readClaim,
    commonHeaders,
    renderFailure,
    newRequestId,
  });
}

/** Request ids in OSS's form, 24 upper-case hex digits: a random beginning, then a number that grows. */
function requestIds(): () => string {
  const prefix = randomBytes(8).toString("hex");
  let count = 0;
  return () => (prefix + (count++).toString(16).padStart(8, "0")).toUpperCase();
}
