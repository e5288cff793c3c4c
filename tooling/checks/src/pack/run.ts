import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadWorkspace } from "../workspace/workspace.js";
import { packWorkspace } from "./pack-workspace.js";
import { smokeFindings } from "./smoke.js";
import { tarballFindings } from "./tarball-findings.js";

// Packs every published package and judges the tarballs: content, publint, types, and loading under this Node.
const workspace = loadWorkspace(fileURLToPath(new URL("../../../..", import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "credport-pack-"));
try {
  const destination = join(folder, "tarballs");
  mkdirSync(destination);
  const tarballs = packWorkspace(workspace.root, destination);
  const findings = [
    ...(await Promise.all(tarballs.map(tarballFindings))).flat(),
    ...smokeFindings(workspace, tarballs, join(folder, "install")),
  ];
  for (const { where, message } of findings) console.log(`FAIL ${where}: ${message}`);
  console.log(`${tarballs.length} packages packed under Node ${process.versions.node}, ${findings.length} findings.`);
  if (findings.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
