import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build, type Format } from "esbuild";
import { expect, test } from "vitest";
import { publishedProject } from "./published-project.js";

const program = `
import { alicloudCredential } from "@credport/adapter-alicloud";
import { awsCredentials, openSearchCredentials } from "@credport/adapter-aws";
import { createAccessKeyCredentials } from "@credport/core";
const credentials = createAccessKeyCredentials({ accessKeyId: "id", accessKeySecret: "secret", source: "test" });
const provider = { name: "test", getCredentials: async () => credentials, peek() {}, invalidate() {} };
const got = [alicloudCredential(provider).getCredential(), awsCredentials(provider)(), openSearchCredentials(provider)()];
void Promise.all(got).then((all) => console.log(all.map(({ accessKeyId }) => accessKeyId).join()));
`;

// What lies beside a bundle need not be what it was made of.
test.each<[Format, string]>([
  ["esm", "bundle.mjs"],
  ["cjs", "bundle.cjs"],
])("adapters work in a %s bundle, whatever client lies beside it", async (format, name) => {
  await using project = await publishedProject();
  await writeFile(join(project.folder, "main.mjs"), program);
  await build({
    entryPoints: [join(project.folder, "main.mjs")],
    outfile: join(project.folder, name),
    bundle: true,
    format,
    platform: "node",
    external: ["minio", "@alicloud/credentials"],
    logLevel: "silent",
  });
  await project.install("@aws-sdk/client-s3", "3.1.0");
  await project.install("@alicloud/openapi-core", "0.1.0");
  await project.install("@opensearch-project/opensearch", "1.0.0");
  expect(await project.run(name)).toBe("id,id,id");
});
