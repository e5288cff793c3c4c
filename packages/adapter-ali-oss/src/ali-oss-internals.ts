import { hasMethods } from "@credport/core/adapter";

/** The parts of an `ali-oss` client instance that this adapter relies on, as they are from 6.20 to 6.23. */
export interface AliOssInternals {
  options: object;
  request(params: RequestParameters): Promise<unknown>;
  asyncSignatureUrl(name: string, options?: { expires?: number }, ...rest: readonly unknown[]): Promise<string>;
  signatureUrlV4(method: string, expires: number, ...rest: readonly unknown[]): Promise<string>;
}

/** What tells whether a request's body, or the place its answer goes to, can be used a second time. */
export interface RequestParameters {
  readonly stream?: unknown;
  readonly writeStream?: unknown;
}

/** Methods of the client that sign without being able to wait for a credential. */
export const synchronousSigners = [
  "signatureUrl",
  "calculatePostSignature",
  "signPostObjectPolicyV4",
  "getRtmpUrl",
] as const;

/** Methods that the class of a supported `ali-oss` has. */
export const reliedOn = ["request", "asyncSignatureUrl", "signatureUrlV4"] as const;

/** Whether an instance still has the shape this adapter relies on. */
export function isAliOssInternals(value: object): value is AliOssInternals {
  return hasMethods(value, reliedOn) && typeof Reflect.get(value, "options") === "object";
}
