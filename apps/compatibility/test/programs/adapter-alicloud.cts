import { Config as ClientConfig } from "@alicloud/openapi-client";
import { $OpenApiUtil } from "@alicloud/openapi-core";
import Ecs from "@alicloud/ecs20140526";
import Credential from "@alicloud/credentials";
import PopCore from "@alicloud/pop-core";
import {
  alicloudCredential,
  createCredentialsTool,
  createLogClient,
  createMnsClient,
  createPopCore,
  createTablestoreClient,
  credentialsToolProvider,
  fromCredentialsTool,
  popCoreConfig,
} from "@credport/adapter-alicloud";
import type { BearerCredentials, CredentialsProvider } from "@credport/core";

// log, mns and tablestore ship no types: what a program makes of them is not checked.
declare const untyped: any;

export async function use(
  provider: CredentialsProvider,
  bearer: CredentialsProvider<BearerCredentials>,
): Promise<void> {
  const config = new $OpenApiUtil.Config({ credential: alicloudCredential(provider), endpoint: "example.com" });
  config.credential = alicloudCredential(provider);
  config.credential = alicloudCredential(bearer);
  config.credential = await createCredentialsTool(provider);
  const client = new Ecs(config);
  void client;
  const other = new ClientConfig({ credential: alicloudCredential(provider) });
  other.credential = alicloudCredential(provider);
  const tool = new Credential(null, credentialsToolProvider(provider));
  config.credential = tool;
  void fromCredentialsTool(tool, { lifetime: 600_000 });
  const core: PopCore = createPopCore(PopCore, { provider, endpoint: "https://example.com", apiVersion: "2014-05-26" });
  await core.request("DescribeRegions", {});
  const imported: PopCore = createPopCore(await import("@alicloud/pop-core"), {
    provider,
    endpoint: "x",
    apiVersion: "1",
  });
  void imported;
  await createLogClient(untyped, { provider, endpoint: "example.com" }).getProject("project");
  await createMnsClient(untyped, "123", { provider, endpoint: "example.com" }).get("/queues/q", "Queue");
  await createTablestoreClient(untyped, { provider, endpoint: "example.com", instancename: "i" }).listTable({});
  void new PopCore({ ...popCoreConfig(provider), endpoint: "https://example.com", apiVersion: "2014-05-26" });
  // @ts-expect-error the official tool never reads a bearer token on this way
  credentialsToolProvider(bearer);
  // @ts-expect-error nor does pop-core
  popCoreConfig(bearer);
}
