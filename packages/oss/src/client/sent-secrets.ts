import type { OssCredentials } from "../credentials/credentials-provider.js";
import type { TransportRequest } from "../transport/transport.js";

/** A signature of V1 or V4, in the header or, percent-encoded, in the query. */
const signatureAfter = /(?:^OSS [^:]*:|[,?&](?:x-oss-)?signature=)([^&]+)/i;

/** What a service that repeats a request must not put into an error. */
export function sentSecrets(
  { headers, path }: Pick<TransportRequest, "headers" | "path">,
  credentials: OssCredentials | undefined,
): readonly (string | undefined)[] {
  const inHeader = signatureAfter.exec(headers.get("authorization") ?? "")?.[1];
  const inQuery = signatureAfter.exec(path)?.[1];
  return [credentials?.accessKeySecret, credentials?.securityToken, inHeader, decodeURIComponent(inQuery ?? "")];
}
