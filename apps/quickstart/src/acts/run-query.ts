import type { CredentialsProvider } from "@credport/core";
import { Odps, StsAccount } from "@credport/maxcompute";
import type { Output } from "../output/output.js";
import type { MaxComputePlace } from "../stage/stage.js";

/** Runs a query through a provider. Returns whether it gave what it must. */
export async function runQuery(
  provider: CredentialsProvider,
  place: MaxComputePlace,
  output: Output,
): Promise<boolean> {
  const { project, region, endpoint, query, expected } = place;
  const client = new Odps({ account: StsAccount.fromProvider(provider, { region }), project, region, endpoint });
  const instance = await client.execSql(`${query};`);
  await instance.wait();
  let answer = "nothing";
  for await (const row of await instance.results()) answer = row.map(String).join(", ");
  output.fact("MaxCompute", `${query} -> ${answer}`);
  return answer === expected;
}
