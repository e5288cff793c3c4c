import { randomBytes } from "node:crypto";
import type { OssControls } from "../oss/controls.js";
import { createObjectStorage } from "../oss/object-storage.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { tosDialectOf } from "./dialect.js";
import { readTosClaim } from "./read-claim.js";
import { renderTosFailure, tosHeaders } from "./render-failure.js";

/** Endpoints of both brands, public and internal, and those of the S3 API. */
const HOSTS = /^(?:([^.]+)\.)?tos(?:-s3)?-[a-z0-9-]+\.i?(?:volces|bytepluses)\.com$/;

/** TOS of Volcengine and BytePlus, with its own API and its S3 API. Objects and operations are those of the emulated OSS. */
export function createService(context: ServiceContext): EmulatorService<OssControls> {
  return createObjectStorage(context, {
    hosts: HOSTS,
    dialectOf: tosDialectOf,
    readClaim: readTosClaim,
    commonHeaders: tosHeaders,
    renderFailure: renderTosFailure,
    newRequestId: () => randomBytes(16).toString("hex"),
  });
}
