import type { Host } from "@credport/core";
import type { BytePlusOptions } from "../config/options.js";
import { configError } from "../config/settings.js";
import { createDefaultResolver } from "../endpoints/default-resolver.js";
import type { EndpointResolver } from "../endpoints/endpoint-resolver.js";
import { byteplusPreset } from "../presets/byteplus-preset.js";
import { canonicalPath, decodePath } from "../signing/encoding.js";

/** Where a request goes. */
export interface Endpoint {
  /** Scheme and host. */
  readonly origin: string;
  readonly host: string;
  /** The canonical path: `/`, or the endpoint's own with a `/` at its end. */
  readonly path: string;
}

/** Finds the endpoints of one client: the explicit one, else what the resolver says. */
export class Endpoints {
  readonly #options: BytePlusOptions;
  readonly #host: Host;
  readonly #resolver: EndpointResolver;
  readonly #bootstrapRegions: ReadonlySet<string>;
  #latest: { readonly text: string; readonly endpoint: Endpoint } | undefined;

  constructor(options: BytePlusOptions, host: Host) {
    this.#options = options;
    this.#host = host;
    const { bootstrapRegions = [] } = options;
    // A text is an iterable too, of its characters.
    this.#bootstrapRegions = new Set(typeof bootstrapRegions === "string" ? [bootstrapRegions] : bootstrapRegions);
    this.#resolver =
      options.endpointResolver ??
      createDefaultResolver({
        preset: options.preset ?? byteplusPreset,
        bootstrapRegionFile: options.bootstrapRegionFile,
      });
    if (options.endpoint) this.#parse(options.endpoint);
  }

  /** The endpoint that the call or the client names; `undefined` where it has to be resolved. Throws `BytePlusConfigError`. */
  named(byCall: string | undefined): Endpoint | undefined {
    const text = byCall || this.#options.endpoint;
    return text ? this.#parse(text) : undefined;
  }

  /** The endpoint of a call. Rejects with `BytePlusConfigError`. */
  async resolve(service: string, region: string): Promise<Endpoint> {
    const { useDualStack, ipVersion, site, runningEnvironment } = this.#options;
    const endpoint: unknown = await this.#resolver({
      service,
      region,
      useDualStack,
      ipVersion,
      site,
      runningEnvironment,
      bootstrapRegions: this.#bootstrapRegions,
      host: this.#host,
    });
    if (typeof endpoint === "string" && endpoint !== "") return this.#parse(endpoint);
    throw configError(`The resolver knows no endpoint for "${service}" in "${region}".`, "MissingEndpoint");
  }

  /** The last one is remembered: nearly always it is the only one. */
  #parse(text: string): Endpoint {
    if (this.#latest?.text === text) return this.#latest.endpoint;
    const endpoint = parseEndpoint(text, this.#options.disableSsl === true ? "http" : "https");
    this.#latest = { text, endpoint };
    return endpoint;
  }
}

/** Reads a host or URL; a scheme of its own wins. Throws `InvalidEndpointURL`. */
function parseEndpoint(text: string, scheme: "http" | "https"): Endpoint {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${scheme}://${text}`;
  const url = URL.canParse(full) && !/\s/.test(full) ? new URL(full) : undefined;
  const isUsable =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.username + url.password === "" &&
    url.search === "" &&
    url.hash === "";
  if (!isUsable) {
    throw configError(
      "The endpoint must be a host or an http(s) URL without user name, password, query or fragment.",
      "InvalidEndpointURL",
    );
  }
  const path = decodePath(url.pathname);
  return { origin: url.origin, host: url.host, path: canonicalPath(path.endsWith("/") ? path : `${path}/`) };
}
