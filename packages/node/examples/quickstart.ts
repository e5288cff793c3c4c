import { fromFunction, unavailable } from "@credport/core";
import { createProvider } from "@credport/node";

const vault = fromFunction("own_vault", async ({ host }) => {
  const folder = host.env("SECRETS_FOLDER");
  if (folder === undefined) return unavailable("SECRETS_FOLDER is not set");
  const [accessKeyId, accessKeySecret] = await Promise.all([
    host.readFile(`${folder}/key-id`),
    host.readFile(`${folder}/key-secret`),
  ]);
  return { accessKeyId, accessKeySecret };
});

await using provider = createProvider(vault);
console.log(await provider.getCredentials());
