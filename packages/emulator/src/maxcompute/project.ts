import { randomBytes } from "node:crypto";
import type { Instance } from "./instance.js";
import type { DownloadSession, UploadSession } from "./tunnel/sessions.js";
import type { Warehouse } from "./warehouse.js";

/** Everything that belongs to the one project of the emulator. */
export interface Project {
  readonly name: string;
  readonly owner: string;
  readonly region: string;
  readonly createdAt: number;
  readonly warehouse: Warehouse;
  /** Schemas beside `default`. */
  readonly schemas: ReadonlySet<string>;
  readonly instances: Map<string, Instance>;
  readonly downloads: Map<string, DownloadSession>;
  readonly uploads: Map<string, UploadSession>;
}

/** An id as the service makes them: a day and time, then letters. */
export function newId(now: number, suffix: string): string {
  const stamp = new Date(now).toISOString().replace(/\D/g, "").slice(0, 17);
  return `${stamp}${randomBytes(4).toString("hex")}${suffix}`;
}
