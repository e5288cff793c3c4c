import { hasMethods } from "@credport/core/adapter";

/** The parts of an `OSSObject` instance that this adapter relies on, as they are in 2.5. */
export interface OssClientInternals {
  readonly options: { accessKeyId: string; accessKeySecret: string };
  request(params: RequestParameters): Promise<unknown>;
  signatureUrl(...parameters: unknown[]): string;
  asyncSignatureUrl(...parameters: unknown[]): Promise<string>;
}

/** The parts of a request this adapter reads or adds to. */
export interface RequestParameters {
  readonly headers?: object;
  readonly stream?: unknown;
  readonly writeStream?: unknown;
}

/** Methods that the class of a supported `oss-client` has. */
export const reliedOn = ["request", "signatureUrl", "asyncSignatureUrl"] as const;

/** Whether an instance still has the shape this adapter relies on. */
export function isOssClientInternals(value: object): value is OssClientInternals {
  const options: unknown = Reflect.get(value, "options");
  return hasMethods(value, reliedOn) && typeof options === "object" && options !== null;
}
