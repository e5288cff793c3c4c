import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { bundlePackage } from "./bundle-package.js";

const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));

await Promise.all(readdirSync(packages).map((name) => bundlePackage(`${packages}${name}`)));
