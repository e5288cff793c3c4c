import { X509Certificate } from "node:crypto";
import type { Host } from "@credport/core";
import type { BytePlusOptions } from "../config/options.js";
import { configError } from "../config/settings.js";
import { byteplusPreset } from "../presets/byteplus-preset.js";

/** The certificate authorities of the file that the option or the environment names. Rejects with `LoadCustomCABundleError`. */
export async function readCaBundle(
  { caBundle, preset = byteplusPreset }: BytePlusOptions,
  host: Host,
): Promise<string | undefined> {
  const variable = preset.envFamily.caBundle;
  const path = caBundle || (variable === undefined ? undefined : host.env(variable));
  if (path === undefined) return undefined;
  const bundle = await host.readFile(path).catch(() => undefined);
  if (bundle === undefined) throw configError(`The CA bundle ${path} cannot be read.`, "LoadCustomCABundleError");
  if (isCertificate(bundle)) return bundle;
  throw configError(`The CA bundle ${path} holds no certificate.`, "LoadCustomCABundleError");
}

/** Whether a PEM text has a certificate: the runtime takes one without any for an authority nobody knows. */
function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
