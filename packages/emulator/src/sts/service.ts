import { createApiService } from "../alibaba/api-service.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { assumeRole } from "./assume-role.js";
import { assumeRoleWithOidc } from "./assume-role-with-oidc.js";
import { getCallerIdentity } from "./get-caller-identity.js";

const VERSION = "2015-04-01";

/** Alibaba Cloud STS. */
export function createService(context: ServiceContext): EmulatorService {
  return createApiService(context, {
    AssumeRole: { version: VERSION, run: assumeRole },
    AssumeRoleWithOIDC: { version: VERSION, runUnsigned: assumeRoleWithOidc },
    GetCallerIdentity: { version: VERSION, run: getCallerIdentity },
  });
}
