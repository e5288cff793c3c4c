import { CredentialsError } from "@credport/core";

/** The two schemes. `http` given explicitly is the caller's leave to use it. */
export type Scheme = "http" | "https";

/** Where a credentials request goes. */
export interface ServiceAddress {
  readonly url: URL;
  /** The caller has asked for plain http by name. */
  readonly allowInsecureHttp: boolean;
}

/**
 * Makes the address of a service from a host, with or without a path, or a URL. A scheme in `endpoint` wins over `scheme`.
 * Throws `CONFIG_INVALID` naming `option`.
 */
export function serviceAddress(endpoint: string, scheme: Scheme | undefined, option = "endpoint"): ServiceAddress {
  const text = endpoint.includes("://") ? endpoint : `${scheme ?? "https"}://${endpoint}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isUsable = url !== undefined && /^https?:$/.test(url.protocol) && url.username + url.password === "";
  if (!isUsable || /\s/.test(endpoint)) {
    throw new CredentialsError({
      code: "CONFIG_INVALID",
      message: `"${option}" must be a host or an http(s) URL without user name and password.`,
    });
  }
  return { url, allowInsecureHttp: url.protocol === "http:" };
}
