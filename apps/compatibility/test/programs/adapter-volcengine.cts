import { createTosClient, createVolcengineClient, createVolcengineService } from "@credport/adapter-volcengine";
import type { CredentialsProvider } from "@credport/core";
import { iam, Service } from "@volcengine/openapi";
import { Client } from "@volcengine/sdk-core";
import { TosClient } from "@volcengine/tos-sdk";

export async function use(provider: CredentialsProvider): Promise<void> {
  await createVolcengineService(iam.IamService, { provider, serviceName: "iam" }).ListUsers({});
  const service: Service = createVolcengineService(Service, {
    provider,
    serviceName: "iam",
    host: "open.byteplusapi.com",
  });
  await service.fetchOpenAPI({ Action: "A", Version: "1" });
  const tos = createTosClient(TosClient, { provider, region: "cn-beijing" });
  await tos.putObject({ key: "k", body: Buffer.from("x") });
  const link: string = await tos.getPreSignedUrlAsync({ key: "k", expires: 60 });
  const client: Client = createVolcengineClient(Client, { provider, region: "cn-beijing" });
  void [link, client];
  // @ts-expect-error keys come from the provider
  createTosClient(TosClient, { provider, region: "cn-beijing", accessKeyId: "id" });
}
