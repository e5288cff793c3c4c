// Uses what a host has, disposes nothing and reaches its end. Its parent watches whether the process ends too.
import { createNodeHost } from "@credport/node";

const [plain = "", secure = "", ca = "", proxy = ""] = process.argv.slice(2);
const host = createNodeHost({ env: {}, tls: { ca } });
const answers = await Promise.all([
  host.request({ method: "GET", url: plain }),
  host.request({ method: "GET", url: secure }),
  host.request({ method: "GET", url: "https://sts.example.com/", proxy }),
]);
for (const url of [plain, secure]) {
  await host.request({ method: "GET", url: `${url}hang`, readTimeout: 50 }).catch(() => undefined);
}
await host.execFile(process.execPath, ["-e", ""]);
void host.sleep(600_000);
host.now();
process.stdout.write(answers.map((answer) => answer.text()).join(" "));
