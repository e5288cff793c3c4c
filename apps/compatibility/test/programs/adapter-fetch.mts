import { createSignedFetch } from "@credport/adapter-fetch";
import { acs3Signer, bearerSigner } from "@credport/alibaba-cloud";
import { createRequestSigner as byteplusSigner } from "@credport/byteplus";
import type { BearerCredentials, CredentialsProvider } from "@credport/core";
import { createRequestSigner as maxComputeSigner } from "@credport/maxcompute";
import { ossRequestSigner } from "@credport/oss";

export async function use(
  provider: CredentialsProvider,
  bearer: CredentialsProvider<BearerCredentials>,
): Promise<void> {
  const signedFetch: typeof fetch = createSignedFetch({
    provider,
    signer: ossRequestSigner({ region: "cn-hangzhou" }),
  });
  await signedFetch("https://example.com", { method: "PUT", body: "x" });
  void createSignedFetch({ provider, signer: acs3Signer({ action: "A", version: "1" }) });
  void createSignedFetch({ provider, signer: maxComputeSigner({ endpoint: "https://example.com/api" }) });
  void createSignedFetch({ provider, signer: byteplusSigner({ region: "ap-southeast-1", service: "iam" }) });
  void createSignedFetch({ provider: bearer, signer: bearerSigner({ style: "rpc", action: "A", version: "1" }) });
  // @ts-expect-error OSS signs with keys
  void createSignedFetch({ provider: bearer, signer: ossRequestSigner({ region: "cn-hangzhou" }) });
}
