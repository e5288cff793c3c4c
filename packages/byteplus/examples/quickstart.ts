import { assumeRole, BytePlusSession, Ecs, env, type BytePlusOptions } from "@credport/byteplus";

/** Lists regions as a role, whose session is refreshed behind the calls. */
export async function listRegions(accountId: string, more: BytePlusOptions = {}): Promise<readonly string[]> {
  const credentials = assumeRole({ credentials: env(), roleName: "reader", accountId, endpoint: more.endpoint });
  await using session = new BytePlusSession({ region: "ap-southeast-1", credentials, ...more });
  const { Regions } = await new Ecs(session.client()).describeRegions({ MaxResults: 20 });
  return Regions.map(({ RegionId }) => RegionId);
}
