import type { Check } from "../check.js";

/** Nobody pays for what they did not install, and core is what everybody installs. */
export const coreDependencies: Check = {
  name: "core-dependencies",
  promise: "Core has no runtime dependency.",
  run: ({ packages }) =>
    packages
      .filter(({ layer }) => layer === "core")
      .flatMap(({ folder, manifest }) =>
        [...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies].map((name) => ({
          where: folder,
          message: `core must not depend on ${name}`,
        })),
      ),
};
