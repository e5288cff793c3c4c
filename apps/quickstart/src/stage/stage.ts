import type { CredentialsSource } from "@credport/core";
import type { NodeHost } from "@credport/node";

/** The cloud the quickstart plays on: the embedded emulator, or a real one. */
export interface Stage extends AsyncDisposable {
  /** What is printed about it. */
  readonly description: string;
  readonly host: NodeHost;
  /** Where credentials come from: some identity, then a role assumed with it. */
  readonly source: CredentialsSource;
  readonly oss: OssPlace;
  /** Absent where the settings name none. */
  readonly maxcompute: MaxComputePlace | undefined;
  /** Who else lives in the process; absent where the settings name none. */
  readonly tenants: Tenants | undefined;
  /** Trouble on demand; only the emulator has it. */
  readonly trouble: Trouble | undefined;
  /** Secrets the stage knows of, beside those of the providers. */
  readonly secrets: readonly string[];
}

/** Where objects are kept. */
export interface OssPlace {
  readonly bucket: string;
  /** Region id without `oss-`, e.g. `cn-hangzhou`. */
  readonly region: string;
  /** Base URL; absent: the region's public endpoint. */
  readonly endpoint?: string | undefined;
}

/** Where queries run. */
export interface MaxComputePlace {
  readonly project: string;
  readonly region: string;
  /** Absent: the region's public endpoint. */
  readonly endpoint?: string | undefined;
  /** A query to run, and the single value it must give. */
  readonly query: string;
  readonly expected: string;
}

/** Three identities in one process, each from a chain of its own. */
export interface Tenants {
  readonly oss: CredentialsSource;
  readonly maxcompute: CredentialsSource;
  readonly byteplus: CredentialsSource;
  /** BytePlus's gateway; absent: the region's public one. */
  readonly byteplusEndpoint?: string | undefined;
  readonly byteplusRegion: string;
}

/** What goes wrong while requests are in flight. */
export interface Trouble {
  /** STS answers 503 until the returned function is called. */
  failSts(): () => void;
  /** The service refuses every session given out so far. Returns how many those were. */
  expireSessions(): number;
  /** Requests each key id has served since this was last asked. */
  served(): ReadonlyMap<string, number>;
}
