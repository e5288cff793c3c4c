import type { Instance } from "./instance.js";
import { logviewUrl } from "./logview-url.js";
import type { Call } from "../client/call.js";
import type { ServiceContext } from "../client/service-context.js";
import { regionFromEndpoint } from "../config/endpoints-for.js";
import { invalidArgument, invalidResponse } from "../errors/client-error.js";
import { MaxComputeServiceError } from "../errors/service-error.js";
import { parseProject } from "../projects/parse-project.js";
import { textOf } from "../xml/xml-element.js";
import { parseXmlRoot } from "../xml/parse-xml.js";

/** Options of `Odps.logview`. */
export interface LogviewOptions {
  /** How long a version 1 link works, in hours. Default 24. */
  readonly hours?: number | undefined;
  /** Default: what the service has. */
  readonly version?: 1 | 2 | undefined;
  readonly signal?: AbortSignal | undefined;
}

const defaultLogviewHost = "https://logview.aliyun.com";

/** The page that shows an instance. A version 1 link carries a token: it is a credential. */
export async function findLogview(
  context: ServiceContext,
  instance: Instance,
  options: LogviewOptions,
): Promise<string> {
  const { requester } = context;
  const { endpoint } = requester.settings;
  const place = { endpoint, project: instance.project, instance: instance.id };
  const console =
    options.version === 1 || context.logviewHost !== undefined
      ? ""
      : await hostText(context, "webconsoleHost", options.signal);
  if (console !== "")
    return logviewUrl({
      ...place,
      version: 2,
      host: console,
      region: await regionOf(context, instance, options.signal),
    });
  if (options.version === 2) {
    return logviewUrl({
      ...place,
      version: 2,
      host: defaultConsoleHost,
      region: await regionOf(context, instance, options.signal),
    });
  }
  if (requester.settings.account.type === "bearer")
    throw invalidArgument("a LogView link of a bearer account would carry the account's own token");
  const host = context.logviewHost ?? ((await hostText(context, "logviewHost", options.signal)) || defaultLogviewHost);
  return logviewUrl({ ...place, version: 1, host, token: await readToken(context, instance, options) });
}

const defaultConsoleHost = "https://maxcompute.console.aliyun.com";

/** A host the service names; empty when it names none. */
async function hostText(
  context: ServiceContext,
  kind: "logviewHost" | "webconsoleHost",
  signal: AbortSignal | undefined,
): Promise<string> {
  return (await textUnlessRefused(context, { operation: "find the LogView host", resource: { kind }, signal })).trim();
}

/** What the service answers to a read; empty when it says that it has no such thing, or not for this account. */
async function textUnlessRefused(
  context: ServiceContext,
  call: Pick<Call, "operation" | "resource" | "signal">,
): Promise<string> {
  try {
    return (await context.requester.call({ ...call, method: "GET", repeat: "always" })).text;
  } catch (error) {
    if (
      error instanceof MaxComputeServiceError &&
      (error.kind === "not-found" || error.kind === "client" || error.kind === "forbidden")
    )
      return "";
    throw error;
  }
}

async function regionOf(
  context: ServiceContext,
  instance: Instance,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (context.region !== undefined) return context.region;
  const { requester } = context;
  const project = await textUnlessRefused(context, {
    operation: `get project ${instance.project}`,
    resource: { kind: "project", project: instance.project },
    signal,
  });
  const region = project === "" ? null : parseProject(project).region;
  return region ?? regionFromEndpoint(requester.settings.endpoint) ?? undefined;
}

async function readToken(context: ServiceContext, instance: Instance, options: LogviewOptions): Promise<string> {
  const { hours = 24, signal } = options;
  if (!Number.isSafeInteger(hours) || hours < 1) throw invalidArgument("hours must be an integer from 1");
  const resource = `acs:odps:*:projects/${instance.project}/instances/${instance.id}`;
  const policy = { Statement: [{ Action: ["odps:Read"], Effect: "Allow", Resource: resource }], Version: "1" };
  const answer = await context.requester.call({
    operation: `get a LogView token for instance ${instance.id}`,
    method: "POST",
    resource: { kind: "authorization", project: instance.project },
    query: { sign_bearer_token: "" },
    headers: { "Content-Type": "application/json" },
    body: () => Buffer.from(JSON.stringify({ expires_in_hours: hours, policy })),
    repeat: "always",
    signal,
  });
  const token = textOf(parseXmlRoot(answer.text, "Authorization"), "Result");
  if (token === undefined || token === "")
    throw invalidResponse("the service gave no LogView token", { requestId: answer.requestId });
  return token;
}
