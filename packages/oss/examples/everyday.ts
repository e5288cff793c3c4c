import { findServiceError, type OssClient } from "@credport/oss";

export async function everyday(client: OssClient, directory: string): Promise<string[]> {
  const bucket = "my-bucket";
  await client
    .newUploader({ checkpointDirectory: directory })
    .uploadFile({ bucket, key: "data.bin" }, `${directory}/data.bin`);
  await client.newDownloader().downloadFile({ bucket, key: "data.bin" }, `${directory}/copy.bin`);
  const log: string[] = [];
  for await (const page of client.listObjectsV2Pages({ bucket, prefix: "data" })) {
    for (const { key, size } of page.contents) log.push(`${key}: ${size} bytes`);
  }
  const { url, expiration } = await client.presign("GetObject", { bucket, key: "data.bin" }, { expires: 3_600_000 });
  log.push(`${url.split("?")[0] ?? ""} works until ${expiration?.toISOString() ?? "ever"}`);
  try {
    await client.getObject({ bucket, key: "missing" }, { signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    const refusal = findServiceError(error); // look `ec` up on the service's self-diagnosis page
    log.push(`${refusal?.code ?? ""} ${refusal?.statusCode ?? 0} ${refusal?.ec ?? ""}`);
  }
  return log;
}
