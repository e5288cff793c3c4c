import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ossS3Preset } from "@credport/adapter-aws";
import { rebuildOnRotation } from "@credport/core/adapter";
import { expect, test } from "vitest";
import type { ClientName } from "../src/index.js";
import { alibabaClients } from "./clients/alibaba.js";
import type { Connect } from "./clients/client.js";
import { fetchClients } from "./clients/fetch.js";
import { objectStorageClients } from "./clients/object-storage.js";
import { volcengineClients } from "./clients/volcengine.js";
import { bucket, region, startWorld } from "./world.js";

/** Every row of the table, checked by the compiler. */
const clients: Readonly<Record<ClientName, Connect>> = {
  ...alibabaClients,
  ...objectStorageClients,
  ...volcengineClients,
  ...fetchClients,
};

/** The last row: a client with static keys, built anew after each rotation. */
const rebuiltClient: Connect = ({ provider, emulator }) => {
  const current = rebuildOnRotation(
    provider,
    ({ accessKeyId, accessKeySecret, securityToken = "" }) =>
      new S3Client({
        ...ossS3Preset({ region }),
        endpoint: emulator.oss.url,
        forcePathStyle: true,
        credentials: { accessKeyId, secretAccessKey: accessKeySecret, sessionToken: securityToken },
      }),
  );
  return [async () => (await current()).send(new PutObjectCommand({ Bucket: bucket, Key: "rebuilt", Body: "x" }))];
};

const rotations = 30;
const wanted = 5_000;

test("every client of the table at once, through 30 rotations of one provider", { timeout: 240_000 }, async () => {
  await using world = await startWorld();
  const calls = await Promise.all([...Object.values(clients), rebuiltClient].map(async (connect) => connect(world)));
  const all = calls.flat();
  const perRotation = Math.ceil(wanted / rotations / all.length);
  for (let rotation = 0; rotation < rotations; rotation += 1) {
    const before = await world.provider.getCredentials();
    // The rotation happens while these requests are in flight: each is signed whole, with the old session or the new one.
    const flying = Array.from({ length: perRotation }, () => all.map((call) => call())).flat();
    await world.rotating.rotate();
    await Promise.all(flying);
    world.expire(before);
  }
  const { requests, refused } = world.count();
  expect(refused).toBe(0);
  expect(requests).toBeGreaterThanOrEqual(wanted);
  expect(world.rotating.loads).toBe(rotations + 1);
});
