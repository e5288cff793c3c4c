import { createHash } from "node:crypto";
import type { Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import type { ServiceFailure } from "../http/service-failure.js";
import { ObjectStore } from "../objects/object-store.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import type { ObjectResource } from "../signatures/signable-request.js";
import { checkAccess } from "./access.js";
import { HostTable, resolveAddress } from "./address.js";
import { authenticate, type Caller, type ReadClaim } from "./authentication/authenticate.js";
import { OssControls } from "./controls.js";
import type { Dialect } from "./dialect.js";
import { operationName } from "./operation-name.js";
import { operations } from "./operations.js";
import { OssCall } from "./oss-call.js";
import { OssFailure } from "./oss-failure.js";

/** How one vendor's object storage differs from another's. */
export interface ObjectStorageVendor {
  /** Matches the vendor's endpoints; its first group is the bucket in front of one, if any. */
  readonly hosts: RegExp;
  /** The language of a request. */
  dialectOf(exchange: Exchange): Dialect;
  /** Finds the signature in a request. */
  readonly readClaim: ReadClaim;
  /** Headers of every answer. */
  commonHeaders(exchange: Exchange): Record<string, string>;
  /** A failure in the vendor's form. */
  renderFailure(failure: ServiceFailure, exchange: Exchange): Answer;
  /** A request id in the vendor's form. */
  newRequestId(): string;
}

/** An object storage service: finds bucket and key, verifies, and runs the operation. */
export function createObjectStorage(
  context: ServiceContext,
  vendor: ObjectStorageVendor,
): EmulatorService<OssControls> {
  const store = new ObjectStore(context.storage);
  const hosts = new HostTable();

  const locate = (exchange: Exchange): ObjectResource =>
    resolveAddress({
      host: exchange.header("host") ?? "",
      rawPath: exchange.rawPath,
      hosts,
      vendorHosts: vendor.hosts,
      bucketExists: (name) => store.buckets.has(name),
    });

  const handle = async (exchange: Exchange): Promise<Answer> => {
    const resource = locate(exchange);
    const dialect = vendor.dialectOf(exchange);
    const { accounts, region } = context;
    const caller = authenticate(exchange, { accounts, region, resource, dialect, readClaim: vendor.readClaim });
    const operation = operations.get(exchange.operation);
    if (operation === undefined) throw new OssFailure("MethodNotAllowed", { details: { Method: exchange.method } });
    const call = new OssCall({ exchange, context, store, dialect, resource, caller });
    checkAccess(call, operation.access);
    if (operation.streams !== true) await checkContentHash(exchange, caller);
    const answer = await operation.run(call);
    return { ...answer, headers: { ...vendor.commonHeaders(exchange), ...answer.headers } };
  };

  return {
    controls: new OssControls(context, store, hosts),
    describe: (exchange) => operationName(exchange, locate(exchange), vendor.dialectOf(exchange)),
    handle,
    renderFailure: (failure, exchange) => vendor.renderFailure(failure, exchange),
    newRequestId: () => vendor.newRequestId(),
    reset: () => store.clear(),
    close: () => store.clear(),
  };
}

async function checkContentHash(exchange: Exchange, { contentSha256 }: Caller): Promise<void> {
  if (contentSha256 === undefined) return;
  const actual = createHash("sha256").update(await exchange.readBody(4 * 1024 * 1024));
  if (actual.digest("hex") !== contentSha256) throw new OssFailure("XAmzContentSHA256Mismatch");
}
