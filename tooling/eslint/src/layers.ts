/** The kinds of package in this repository. */
export type Layer = "core" | "node" | "vendor" | "adapter" | "emulator" | "testing" | "app" | "tooling";

/** Which layers the shipped code of each layer may import. Its own package is always allowed, tests may import anything. */
const allowed: Readonly<Record<Layer, readonly Layer[]>> = {
  core: [],
  node: ["core"],
  vendor: ["core", "node"],
  adapter: ["core"],
  emulator: ["core", "node"],
  testing: ["core"],
  app: ["core", "node", "vendor", "adapter", "emulator", "testing", "app"],
  tooling: ["core", "node", "vendor", "adapter", "emulator", "testing", "tooling"],
};

const named: Readonly<Record<string, Layer>> = {
  core: "core",
  node: "node",
  emulator: "emulator",
  testing: "testing",
};

/** The layer of a package, by its folder relative to the repository root (`packages/core`, `apps/cli`). */
export function layerOf(folder: string): Layer | undefined {
  const [group, name] = folder.split("/");
  if (name === undefined) return undefined;
  if (group === "apps") return "app";
  if (group === "tooling") return "tooling";
  if (group !== "packages") return undefined;
  return named[name] ?? (name.startsWith("adapter-") ? "adapter" : "vendor");
}

/** Whether shipped code of a package of layer `from` may import a package of layer `to`. Vendors and adapters never meet. */
export function mayDependOn(from: Layer, to: Layer): boolean {
  return allowed[from].includes(to);
}
