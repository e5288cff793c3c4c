import { documentationOf } from "../api/documentation.js";
import { isForeign, publicApi } from "../api/public-api.js";
import type { Check } from "../check.js";

/** Reads the built declarations, where docstrings survive. */
export const documentedExports: Check = {
  name: "documented-exports",
  promise: "Every exported name, and every public method and callback of one, has a docstring.",
  run: (workspace) => {
    const { checker, symbols, missing } = publicApi(workspace);
    return [
      ...missing.map(({ package: { folder }, file }) => ({ where: folder, message: `${file} is not built` })),
      ...symbols
        .filter((symbol) => !isForeign(symbol))
        .flatMap((symbol) =>
          documentationOf(symbol, checker).missing.map((label) => ({
            where: symbol.package.folder,
            message: `${label} has no docstring`,
          })),
        ),
    ];
  },
};
