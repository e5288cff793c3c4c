import type { Check } from "../check.js";
import { apiSnapshot } from "./api-snapshot.js";
import { canary } from "./canary.js";
import { changesetGroup } from "./changeset-group.js";
import { conformance } from "./conformance.js";
import { coreDependencies } from "./core-dependencies.js";
import { declaredImports } from "./declared-imports.js";
import { dependencyDirection } from "./dependency-direction.js";
import { documentedExports } from "./documented-exports.js";
import { forbiddenWords } from "./forbidden-words.js";
import { markdownLinks } from "./markdown-links.js";
import { packageShape } from "./package-shape.js";
import { projectReferences } from "./project-references.js";
import { readmeShape } from "./readme-shape.js";
import { workflows } from "./workflows.js";

/** Every check, in the order of the report. */
export const checks: readonly Check[] = [
  dependencyDirection,
  coreDependencies,
  packageShape,
  readmeShape,
  markdownLinks,
  changesetGroup,
  workflows,
  projectReferences,
  declaredImports,
  forbiddenWords,
  documentedExports,
  apiSnapshot,
  conformance,
  canary,
];
