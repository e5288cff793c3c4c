import { EnvironmentVariableCredentialsProvider, OssClient } from "@credport/oss";

export async function quickstart(endpoint?: string): Promise<string> {
  await using client = new OssClient({
    region: "cn-hangzhou",
    endpoint, // only where it is not the region's own
    credentialsProvider: new EnvironmentVariableCredentialsProvider(),
  });
  await client.putObject({ bucket: "my-bucket", key: "hello.txt", body: "hi oss" });
  const { body } = await client.getObject({ bucket: "my-bucket", key: "hello.txt" });
  return await body.text();
}
