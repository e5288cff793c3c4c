import { createProvider } from "@credport/node";
import { aliOss, aliOssObjects, ossClient, ossClientObjects } from "./acts/object-client.js";
import { keepServing } from "./acts/keep-serving.js";
import { runQuery } from "./acts/run-query.js";
import { serveTenants } from "./acts/serve-tenants.js";
import { rotatingPolicy } from "./acts/rotating-policy.js";
import { showChain } from "./acts/show-chain.js";
import { summarize } from "./acts/summarize.js";
import { transferFiles } from "./acts/transfer-files.js";
import type { Output } from "./output/output.js";
import type { Stage } from "./stage/stage.js";

/** What the command line decides. */
export interface RunOptions {
  /** Size of the generated file, in MiB. */
  readonly size: number;
  /** How long the last act lasts, in seconds. */
  readonly seconds: number;
  /** Where a progress bar is drawn; absent when there is no terminal. */
  readonly terminal: NodeJS.WritableStream | undefined;
}

/** Plays the main job on a stage. Returns whether everything held. */
export async function run(stage: Stage, output: Output, options: RunOptions): Promise<boolean> {
  output.line(`Credport quickstart on ${stage.description}`);
  const secrets = new Set(stage.secrets);
  await using provider = createProvider(stage.source, { host: stage.host, policy: rotatingPolicy(2_000) });
  using _ = provider.subscribe(() => {
    const credentials = provider.peek();
    if (credentials === undefined) return;
    secrets.add(credentials.accessKeySecret);
    if (credentials.securityToken !== undefined) secrets.add(credentials.securityToken);
  });

  await showChain(provider, output);
  const { oss, maxcompute, tenants, trouble, host } = stage;
  const official = aliOss(provider, oss);
  await using own = ossClient(provider, oss);
  const checks = [await transferFiles(official, output, options)];
  const clients = [aliOssObjects(official), ossClientObjects(own, oss.bucket)];
  const served = await keepServing(output, { provider, clients, trouble, ...options });

  if (maxcompute !== undefined) {
    output.heading("4. The same provider runs a query");
    checks.push(await runQuery(provider, maxcompute, output));
    if (tenants !== undefined) checks.push(await serveTenants(tenants, { host, oss, maxcompute }, output));
  }
  return summarize(output, { served, isIntact: !checks.includes(false), status: provider.status(), secrets });
}
