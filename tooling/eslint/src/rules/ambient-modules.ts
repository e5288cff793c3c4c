import { builtinModules } from "node:module";
import type { ImportSite } from "./imports.js";

/** Built-in modules that only compute. Every other one reaches outside the program. */
const pure: ReadonlySet<string> = new Set([
  "buffer",
  "events",
  "path",
  "path/posix",
  "path/win32",
  "querystring",
  "stream",
  "stream/consumers",
  "stream/promises",
  "stream/web",
  "string_decoder",
  "url",
  "util",
  "zlib",
]);

/** HTTP clients from the registry: as ambient as `node:http`. */
const httpClients: ReadonlySet<string> = new Set(["axios", "got", "node-fetch", "undici"]);

/** The part of `node:crypto` that draws random numbers. */
const randomness = /^(?:random|generate|webcrypto|getRandomValues)/;

/** Why an import is ambient, in the terms of the rule's messages; `undefined` when it is not. */
export function bannedImport(site: ImportSite): { messageId: "module" | "cryptoNamespace"; name: string } | undefined {
  const name = site.module.replace(/^node:/, "");
  if (name === "crypto") return bannedCrypto(site);
  if (httpClients.has(name)) return { messageId: "module", name: site.module };
  if (!builtinModules.includes(name) || pure.has(name)) return undefined;
  return { messageId: "module", name: site.module };
}

function bannedCrypto({ specifiers, module }: ImportSite): ReturnType<typeof bannedImport> {
  for (const specifier of specifiers) {
    if (specifier.type !== "ImportSpecifier") return { messageId: "cryptoNamespace", name: module };
    const { imported } = specifier;
    const name = imported.type === "Identifier" ? imported.name : imported.value;
    if (randomness.test(name)) return { messageId: "module", name: `${module} ${name}` };
  }
  return specifiers.length === 0 ? { messageId: "cryptoNamespace", name: module } : undefined;
}
