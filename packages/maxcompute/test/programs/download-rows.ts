import { AliyunAccount, Odps } from "../../src/index.js";

// Reads a table through the tunnel and prints how far the memory of this process rose above what it took before.
const [endpoint = "", project = "", accessKeyId = "", accessKeySecret = "", compression] = process.argv.slice(2);
const odps = new Odps({ account: new AliyunAccount({ accessKeyId, accessKeySecret }), endpoint, project });
const session = await odps.tunnel.downloadTable("t");
for await (const _row of session.rows({ count: 1 })) continue;
const idle = process.memoryUsage().rss;
let rows = 0;
let sum = 0n;
let peak = idle;
for await (const batch of session.rows(compression === undefined ? {} : { compression: "deflate" }).batches()) {
  for (const [id] of batch) if (typeof id === "bigint") sum += id;
  rows += batch.length;
  peak = Math.max(peak, process.memoryUsage.rss());
}
await odps.close();
console.log(JSON.stringify({ rows, sum: String(sum), rise: peak - idle }));
