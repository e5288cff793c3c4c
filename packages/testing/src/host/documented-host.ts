import type { Host } from "@credport/core";

/** A host with what {@link Host} requires and nothing else, as anybody may write one: no tracing channels, no extras. */
export function documentedHost(host: Host): Host {
  const { platform, arch, runtime } = host;
  return {
    now: () => host.now(),
    sleep: (milliseconds, options) => host.sleep(milliseconds, options),
    random: () => host.random(),
    randomBytes: (length) => host.randomBytes(length),
    env: (name) => host.env(name),
    homedir: () => host.homedir(),
    platform,
    arch,
    runtime,
    realpath: (path) => host.realpath(path),
    readFile: (path, options) => host.readFile(path, options),
    writeFileAtomic: (path, content, options) => host.writeFileAtomic(path, content, options),
    lockFile: (path, options) => host.lockFile(path, options),
    execFile: (file, args, options) => host.execFile(file, args, options),
    request: (request) => host.request(request),
    detach: (run) => host.detach(run),
  };
}
