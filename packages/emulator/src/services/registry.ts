import type { ServiceModule } from "./service.js";

// One line per service: its name, and its entry file, loaded only when the service is started.
const loaders = {
  byteplus: (): Promise<typeof import("../byteplus/service.js")> => import("../byteplus/service.js"),
  byteplusMetadata: (): Promise<typeof import("../byteplus-metadata/service.js")> =>
    import("../byteplus-metadata/service.js"),
  credentialsUri: (): Promise<typeof import("../credentials-uri/service.js")> =>
    import("../credentials-uri/service.js"),
  ecs: (): Promise<typeof import("../ecs/service.js")> => import("../ecs/service.js"),
  maxcompute: (): Promise<typeof import("../maxcompute/service.js")> => import("../maxcompute/service.js"),
  metadata: (): Promise<typeof import("../metadata/service.js")> => import("../metadata/service.js"),
  oauth: (): Promise<typeof import("../oauth/service.js")> => import("../oauth/service.js"),
  oidc: (): Promise<typeof import("../oidc/service.js")> => import("../oidc/service.js"),
  oss: (): Promise<typeof import("../oss/service.js")> => import("../oss/service.js"),
  sso: (): Promise<typeof import("../sso/service.js")> => import("../sso/service.js"),
  sts: (): Promise<typeof import("../sts/service.js")> => import("../sts/service.js"),
  tos: (): Promise<typeof import("../tos/service.js")> => import("../tos/service.js"),
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
