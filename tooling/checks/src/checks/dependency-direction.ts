import { layerOf, mayDependOn } from "@credport/eslint-plugin/layers";
import type { Check } from "../check.js";

const scope = "@credport/";

/** The manifests' half of the layering; the lint rule `package-boundaries` holds the imports to it. */
export const dependencyDirection: Check = {
  name: "dependency-direction",
  promise: "Packages depend downwards: vendor -> node -> core, adapter -> core, emulator -> node and core.",
  run: ({ packages }) =>
    packages.flatMap(({ folder, layer, manifest }) => {
      const shipped = [...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies];
      return shipped
        .filter((name) => name.startsWith(scope))
        .flatMap((name) => {
          const to = layerOf(`packages/${name.slice(scope.length)}`);
          const isPackage = packages.some(
            (other) => other.manifest.name === name && other.folder.startsWith("packages/"),
          );
          if (to === undefined || !isPackage || mayDependOn(layer, to)) return [];
          return [{ where: folder, message: `depends on ${name}: layer ${layer} must not depend on layer ${to}` }];
        });
    }),
};
