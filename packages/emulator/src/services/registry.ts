import type { ServiceModule } from "./service.js";

// One line per service: its name, and its entry file, loaded only when the service is started.
const loaders = {
  sts: (): Promise<typeof import("../sts/service.js")> => import("../sts/service.js"),
};

/** The names of the services there are. */
export type ServiceName = keyof typeof loaders;

/** The controls of each service, by its name. */
export type ServiceControls = {
  [Name in ServiceName]: Awaited<ReturnType<(typeof loaders)[Name]>> extends ServiceModule<infer Controls>
    ? Controls
    : never;
};

/** How to load each service. */
export const serviceLoaders: { readonly [Name in ServiceName]: () => Promise<ServiceModule<ServiceControls[Name]>> } =
  loaders;

/** True for the name of a service there is. */
export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(loaders, name);
}

/** Every service there is. */
export const serviceNames: readonly ServiceName[] = Object.keys(loaders).filter(isServiceName);
