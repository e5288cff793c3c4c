import { defaultChain } from "@credport/alibaba-cloud";
import { Odps, StsAccount } from "@credport/maxcompute";
import { createProvider } from "@credport/node";

export async function customerNames(project: string, endpoint?: string): Promise<unknown[]> {
  await using provider = createProvider(defaultChain());
  const account = StsAccount.fromProvider(provider);
  await using odps = new Odps({ account, region: "cn-hangzhou", project, endpoint }); // where it is not the region's own
  const instance = await odps.execSql("SELECT id, name FROM customers");
  await instance.wait({ onProgress: ({ elapsed, stages }) => console.log(elapsed, stages.length) });
  const names = [];
  for await (const { name } of (await instance.results()).objects()) names.push(name);
  return names;
}
