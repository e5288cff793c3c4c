// Runs the official tool in a process of its own: `node official-tool.mjs <services> <config> <calls>`, all JSON. `services` maps
// the hosts it would call to addresses of emulated ones, since it has no setting for them. Prints its models or its error.
import http from "node:http";
import https from "node:https";
import { createRequire } from "node:module";

const [services, config, calls] = process.argv.slice(2).map((argument) => JSON.parse(argument));
const request = http.request;
const toEmulator = (options, ...rest) => {
  const [hostname, port] = (
    services[options.host ?? options.hostname] ?? `${options.host ?? options.hostname}:${options.port}`
  ).split(":");
  return request({ ...options, protocol: "http:", agent: undefined, host: hostname, hostname, port }, ...rest);
};
http.request = toEmulator;
https.request = toEmulator;

const official = createRequire(import.meta.url)("@alicloud/credentials");
try {
  const credential = new official.default(config === null ? undefined : new official.Config(config));
  const models = await Promise.all(Array.from({ length: calls }, () => credential.getCredential()));
  console.log(JSON.stringify({ models }));
} catch (error) {
  console.log(JSON.stringify({ error: { name: error.name, message: error.message } }));
}
