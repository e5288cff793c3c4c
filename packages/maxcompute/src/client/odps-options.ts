import type { Host } from "@credport/core";
import type { Dispatcher } from "undici";
import type { MaxComputeAccount } from "../accounts/account.js";
import type { AppAccount } from "../accounts/app-account.js";
import type { MaxComputeNetwork } from "../config/endpoints-for.js";
import type { Hints } from "../instances/build-sql-instance-xml.js";

/** Something worth knowing that is no failure. Holds no secret. */
export interface MaxComputeWarning {
  /** A stable kebab-case name, e.g. `token-over-http`. */
  readonly code: string;
  readonly message: string;
}

/** Options of `Odps`. Times are in ms. */
export interface OdpsOptions {
  /** Who signs. The credential is read for every request. */
  readonly account: MaxComputeAccount;
  /** A second, application signature beside the user's. */
  readonly appAccount?: AppAccount | undefined;
  /** The REST address, e.g. `https://service.cn-hangzhou.maxcompute.aliyun.com/api`. Default: that of `region` and `network`. */
  readonly endpoint?: string | undefined;
  /** Region id. Signs with V4. Default: the account's. */
  readonly region?: string | undefined;
  /** With `region` and without `endpoint`. Default `public`. */
  readonly network?: MaxComputeNetwork | undefined;
  /**
   * `v2`, `v4` (needs a region), or `auto`: V4 with the region of the options or the endpoint, and V2 from then on when the
   * service says that it cannot check V4. Default: V4 with an explicit region, else V2.
   */
  readonly signature?: "auto" | "v2" | "v4" | undefined;
  /** The default project. */
  readonly project?: string | undefined;
  /** The default schema of a three-level project. Default: unset, the server then takes `default`. */
  readonly schema?: string | undefined;
  /** Settings for every SQL statement; those of a call win. */
  readonly hints?: Hints | undefined;
  /** The tunnel's address. Default: what the service says. */
  readonly tunnelEndpoint?: string | undefined;
  /** The tunnel quota to use. With a `tunnelEndpoint` no tunnel opens: `INVALID_ARGUMENT`. */
  readonly tunnelQuotaName?: string | undefined;
  /** The LogView host of a private cloud. Default: what the service says. */
  readonly logviewHost?: string | undefined;
  /** Limit for connecting; 0: none. Default 30 000. */
  readonly connectTimeout?: number | undefined;
  /** Limit for one attempt of a REST call; 0: none. Tunnel data has no total limit, see `idleTimeout`. Default 60 000. */
  readonly requestTimeout?: number | undefined;
  /** Longest silence of the server in a tunnel transfer; 0: none. Default 120 000. */
  readonly idleTimeout?: number | undefined;
  /** The largest delay between two attempts. Default 20 000. */
  readonly maximumRetryDelay?: number | undefined;
  /** REST answers with a larger body are refused. Bytes, default 256 MiB. */
  readonly maximumBodyBytes?: number | undefined;
  /** Text after this package's own in `User-Agent` and `x-odps-user-agent`. */
  readonly userAgent?: string | undefined;
  /** An `http:` or `https:` proxy for all requests. Default: none. */
  readonly proxy?: string | undefined;
  /** Sends all requests; `proxy` and `connectTimeout` are then its business. The client does not close it. */
  readonly dispatcher?: Dispatcher | undefined;
  /** Time, randomness, environment and files. Default: the real ones. */
  readonly host?: Host | undefined;
  /** Told about warnings. Default: none are given. */
  readonly onWarning?: ((warning: MaxComputeWarning) => void) | undefined;
}
