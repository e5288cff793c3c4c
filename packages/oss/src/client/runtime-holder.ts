import type { ClientRuntime } from "./client-runtime.js";

/** What the groups of a client's methods share. The runtime is hidden from printing, since it leads to the credentials provider. */
export abstract class RuntimeHolder {
  declare protected readonly runtime: ClientRuntime;

  protected constructor(runtime: ClientRuntime) {
    Object.defineProperty(this, "runtime", { value: runtime });
  }
}
