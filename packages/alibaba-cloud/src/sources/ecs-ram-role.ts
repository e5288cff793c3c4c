import {
  isCredentialsError,
  isUnavailable,
  unavailable,
  type AccessKeyCredentials,
  type CredentialsError,
  type CredentialsSource,
  type HttpResponse,
  type LoadContext,
  type Unavailable,
} from "@credport/core";
import { incomplete, parseBody, textMember } from "../http/parse-answer.js";
import { parseSession, upperCaseSession } from "../http/parse-session.js";
import { sessionCredentials } from "../http/session-credentials.js";
import { keptFor, MetadataService, service, type MetadataRefresh } from "../metadata/metadata-service.js";
import { metadataUrl } from "../metadata/metadata-url.js";
import { checkOptionNames, flagOption, textOption } from "../options/check-options.js";
import { isSwitchedOn } from "../options/environment-variables.js";
import { httpLimits, httpOptionNames, type HttpOptions } from "../options/http-options.js";
import { notConfigured } from "../options/not-configured.js";
import { percentEncode } from "../signing/percent-encode.js";

const name = "ecs_ram_role";
const rolesPath = "/latest/meta-data/ram/security-credentials/";

/** Options of {@link ecsRamRole}. Its requests never go through a proxy, whatever `proxy` says. */
export interface EcsRamRoleOptions extends HttpOptions {
  /** Name of the instance's role; saves the request that discovers it. Default: `ALIBABA_CLOUD_ECS_METADATA`. */
  readonly roleName?: string | undefined;
  /**
   * Never ask without a token. `ALIBABA_CLOUD_IMDSV1_DISABLED` or `ALIBABA_CLOUD_IMDSV1_DISABLE` set to `true` wins over `false`.
   */
  readonly disableIMDSv1?: boolean | undefined;
  /** Accepted for the official tool's sake: refreshing behind the caller is what a provider always does. */
  readonly asyncCredentialUpdateEnabled?: boolean | undefined;
  /** Base URL of the metadata service. Default `http://100.100.100.200`. */
  readonly metadataEndpoint?: string | undefined;
}

const optionNames = {
  roleName: true,
  disableIMDSv1: true,
  asyncCredentialUpdateEnabled: true,
  metadataEndpoint: true,
  ...httpOptionNames,
} satisfies Record<keyof EcsRamRoleOptions, true>;

/**
 * The RAM role of the ECS instance, from its metadata service (type and provider name `ecs_ram_role`). Asks with a token (v2),
 * and without only where that fails and is not switched off. Unavailable where the kill switch is on or, no role being named,
 * where there is no metadata service or no role.
 */
export function ecsRamRole(options: EcsRamRoleOptions = {}): CredentialsSource {
  checkOptionNames(name, options, optionNames);
  const explicitName = textOption("roleName", options.roleName);
  const disableV1 = flagOption("disableIMDSv1", options.disableIMDSv1);
  flagOption("asyncCredentialUpdateEnabled", options.asyncCredentialUpdateEnabled);
  const limits = httpLimits(options, { readTimeout: 1_000, connectTimeout: 1_000 });
  const metadata = new MetadataService(metadataUrl(options.metadataEndpoint), limits);
  let discovered: { readonly roleName: string; readonly until: number } | undefined;

  async function discover(context: LoadContext, refresh: MetadataRefresh): Promise<string | Unavailable> {
    const until = context.host.now() + keptFor;
    let noRole: CredentialsError | undefined;
    const parse = (response: HttpResponse): string => {
      const first = firstLine(response.text());
      if (first !== undefined) return first;
      noRole = incomplete(service, "with no role name");
      throw noRole;
    };
    try {
      const roleName = await refresh.get(rolesPath, parse);
      discovered = { roleName, until };
      return roleName;
    } catch (error) {
      if (error === noRole || refresh.isAbsent(error) || refresh.isUnreachable(error)) return noInstanceRole(error);
      throw error;
    }
  }

  async function loadDiscovered(
    context: LoadContext,
    refresh: MetadataRefresh,
  ): Promise<AccessKeyCredentials | Unavailable> {
    const kept = discovered !== undefined && context.host.now() < discovered.until ? discovered.roleName : undefined;
    if (kept !== undefined) {
      try {
        return await loadRole(context, refresh, kept, (error) => refresh.isAbsent(error));
      } catch (error) {
        if (!refresh.isAbsent(error)) throw error;
        discovered = undefined;
      }
    }
    const roleName = await discover(context, refresh);
    return isUnavailable(roleName) ? roleName : loadRole(context, refresh, roleName);
  }

  return {
    name,
    async load(context) {
      const { host } = context;
      if (isSwitchedOn(host, "ALIBABA_CLOUD_ECS_METADATA_DISABLED")) {
        return notConfigured("ALIBABA_CLOUD_ECS_METADATA_DISABLED is true", "DISABLED");
      }
      const isV1Disabled = ["ALIBABA_CLOUD_IMDSV1_DISABLED", "ALIBABA_CLOUD_IMDSV1_DISABLE"].some((variable) =>
        isSwitchedOn(host, variable),
      );
      const refresh = metadata.refresh(context, !disableV1 && !isV1Disabled);
      const roleName = explicitName ?? host.env("ALIBABA_CLOUD_ECS_METADATA");
      return roleName === undefined ? loadDiscovered(context, refresh) : loadRole(context, refresh, roleName);
    },
  };
}

/** Where no role was named, an absent service or an empty role list only means that this is no ECS instance with a role. */
function noInstanceRole(error: unknown): Unavailable {
  const why = isCredentialsError(error) ? error.message : "no role";
  return unavailable(`ALIBABA_CLOUD_ECS_METADATA is not set, and: ${why}`, { cause: error });
}

function firstLine(text: string): string | undefined {
  return text
    .split("\n")
    .map((line) => line.trim())
    .find((line) => line !== "");
}

function loadRole(
  context: LoadContext,
  refresh: MetadataRefresh,
  roleName: string,
  isFinal?: (error: unknown) => boolean,
): Promise<AccessKeyCredentials> {
  const parse = (response: HttpResponse): AccessKeyCredentials => {
    const body = parseBody(response, service);
    if (textMember(body, "Code") !== "Success") throw incomplete(service, "with a Code that is not Success");
    return sessionCredentials(context, response, parseSession(body, service, upperCaseSession), name);
  };
  return refresh.get(`${rolesPath}${percentEncode(roleName)}`, parse, isFinal);
}
