import type { OdpsOptions } from "./odps-options.js";
import { regionFromEndpoint } from "../config/endpoints-for.js";
import { invalidArgument } from "../errors/client-error.js";
import type { ParsedError } from "../errors/parse-error.js";

/** Which signature goes to which endpoint, and what the service has said about it. One per client. */
export class SignatureChoice {
  readonly #region: string;
  readonly #mayFallBack: boolean;
  /** Endpoints that cannot check V4. */
  readonly #withoutV4 = new Set<string>();

  /** Throws `INVALID_ARGUMENT` for `v4` without a region. */
  constructor(options: Pick<OdpsOptions, "account" | "region" | "signature">, endpoint: string) {
    const explicit = options.region || options.account.region || "";
    this.#mayFallBack = options.signature === "auto";
    if (options.signature === "v4" && explicit === "") throw invalidArgument("signature v4 needs a region");
    if (options.signature === "v2") this.#region = "";
    else this.#region = explicit === "" && this.#mayFallBack ? (regionFromEndpoint(endpoint) ?? "") : explicit;
  }

  /** The V4 region for an endpoint; empty: V2. */
  regionFor(endpoint: string): string {
    return this.#withoutV4.has(endpoint) ? "" : this.#region;
  }

  /** Whether an error says that this endpoint cannot check V4 and V2 may be used from now on. `signedWith` is that attempt's region. */
  fallBack(endpoint: string, signedWith: string, error: ParsedError): boolean {
    if (!this.#mayFallBack || signedWith === "" || !refusesV4(error)) return false;
    this.#withoutV4.add(endpoint);
    return true;
  }
}

/** The rule of PyODPS. */
function refusesV4(error: ParsedError): boolean {
  const text = `${error.code ?? ""} ${error.message}`.toLowerCase();
  const internal = error.status >= 500 || text.includes("internalservererror");
  if (internal && (text.includes("need ak v3 support") || text.includes("accesskey acl denied"))) return true;
  if (text.includes("invalidparameter") && text.includes("odps-0410051")) return true;
  return error.kind === "auth-invalid" && text.includes("invalid or missing");
}
