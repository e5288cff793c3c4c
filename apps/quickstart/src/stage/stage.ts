import type { CredentialsSource } from "@credport/core";
import type { NodeHost } from "@credport/node";

/** The cloud the quickstart plays on: the embedded emulator, or a real one. */
export interface Stage extends AsyncDisposable {
  /** What is printed about it. */
  readonly description: string;
  readonly host: NodeHost;
  /** Where credentials come from: keys, then a role assumed with them. */
  readonly source: CredentialsSource;
  readonly oss: OssPlace;
  /** Trouble on demand; only the emulator has it. */
  readonly trouble: Trouble | undefined;
  /** Secrets the stage knows of, beside those of the provider. */
  readonly secrets: readonly string[];
}

/** Where objects are kept. */
export interface OssPlace {
  readonly bucket: string;
  /** Region id without `oss-`, e.g. `cn-hangzhou`. */
  readonly region: string;
  /** Base URL; absent: the region's public endpoint. */
  readonly endpoint?: string;
}

/** What goes wrong in the last act. */
export interface Trouble {
  /** STS answers 503 until the returned function is called. */
  failSts(): () => void;
  /** The service refuses every session given out so far. Returns how many those were. */
  expireSessions(): number;
  /** Requests each key id has served since this was last asked. */
  served(): ReadonlyMap<string, number>;
}
