import { canary, drive, loadContext, scriptedHost, type RequestHandler, type ScriptedHost } from "@credport/testing";
import type { CredentialsSource } from "@credport/core";
import { cliConfig, type CliConfigOptions } from "../src/index.js";

export const folder = "/home/tester/.byteplus";
export const path = `${folder}/config.json`;
export const noon = Date.UTC(2026, 0, 1, 12) / 1_000;
export const ak = { "access-key": "id", "secret-key": canary.accessKeySecret };

export interface World {
  readonly config?: object | string;
  readonly files?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly onRequest?: RequestHandler;
}

export function machine({ config, files = {}, env = {}, onRequest }: World): ScriptedHost {
  const text = typeof config === "string" ? config : JSON.stringify(config);
  const host = scriptedHost({ env, files: { ...(config === undefined ? {} : { [path]: text }), ...files } });
  if (onRequest !== undefined) host.onRequest(onRequest);
  return host;
}

export const one = (profile: object): object => ({ current: "main", profiles: { main: profile } });
export const loadWith = (source: CredentialsSource, host: ScriptedHost): Promise<unknown> =>
  drive(
    host,
    source.load(loadContext(host)).catch((error: unknown) => error),
  );
export const outcome = (host: ScriptedHost, options: CliConfigOptions = {}): Promise<unknown> =>
  loadWith(cliConfig(options), host);
