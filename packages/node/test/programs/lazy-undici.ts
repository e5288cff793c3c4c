// Says when undici is loaded: after the import, after what needs no network, and after a request.
import { createRequire } from "node:module";
import { createNodeHost } from "@credport/node";

const { cache } = createRequire(import.meta.url);
const isLoaded = (): boolean => Object.keys(cache).some((path) => path.includes("undici"));

const [url = ""] = process.argv.slice(2);
const host = createNodeHost();
const states = [isLoaded()];
host.env("HOME");
await host.readFile("/dev/null");
await host.execFile(process.execPath, ["-e", ""]);
states.push(isLoaded());
await host.request({ method: "GET", url });
states.push(isLoaded());
process.stdout.write(states.join(" "));
