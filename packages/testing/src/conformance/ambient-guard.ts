/** `Reflect.construct`, whose own type promises nothing. */
const construct: (...args: Parameters<typeof Reflect.construct>) => object = Reflect.construct;

type Report = (what: string) => void;

/**
 * Runs something and tells what of time, randomness, timers, environment and network it took from the process instead of from its
 * host. Node itself and installed packages do not count.
 */
export async function ambientUse(run: () => Promise<unknown>): Promise<readonly string[]> {
  const found = new Set<string>();
  const report: Report = (what) => {
    if (isOwnCode(new Error().stack)) found.add(what);
  };
  const restore = [
    replace(globalThis, "Date", reportingDate(report)),
    replace(globalThis, "fetch", reporting("fetch", globalThis.fetch, report)),
    replace(globalThis, "setTimeout", reporting("setTimeout", globalThis.setTimeout, report)),
    replace(globalThis, "setInterval", reporting("setInterval", globalThis.setInterval, report)),
    replace(Math, "random", reporting("Math.random", Math.random, report)),
    replace(process, "env", reportingEnvironment(report)),
  ];
  try {
    await run();
  } catch {
    // How it ends is another test's matter.
  } finally {
    for (const undo of restore) undo();
  }
  return [...found];
}

/** The first frame that is neither this file's nor Node's decides: is it code of the project, or of an installed package? */
function isOwnCode(stack = ""): boolean {
  const frames = stack.split("\n").slice(1);
  const caller = frames.find((frame) => !/ambient-guard\.[jt]s/.test(frame) && !frame.includes("Reflect."));
  return (
    caller !== undefined &&
    !caller.includes("node_modules") &&
    !caller.includes("node:") &&
    !caller.includes("<anonymous>")
  );
}

function reporting<F extends (...args: never[]) => unknown>(name: string, original: F, report: Report): F {
  return new Proxy(original, {
    apply(target, self, args): unknown {
      report(name);
      return Reflect.apply(target, self, args);
    },
  });
}

function reportingDate(report: Report): DateConstructor {
  return new Proxy(Date, {
    construct(target, args, newTarget) {
      if (args.length === 0) report("new Date()");
      return construct(target, args, newTarget);
    },
    get(target, key, receiver): unknown {
      if (key === "now") report("Date.now");
      return Reflect.get(target, key, receiver);
    },
  });
}

function reportingEnvironment(report: Report): NodeJS.ProcessEnv {
  return new Proxy(process.env, {
    get(target, key): unknown {
      report(`process.env.${String(key)}`);
      return Reflect.get(target, key);
    },
  });
}

function replace<T extends object, K extends keyof T>(owner: T, key: K, value: T[K]): () => void {
  const original = owner[key];
  owner[key] = value;
  return () => {
    owner[key] = original;
  };
}
