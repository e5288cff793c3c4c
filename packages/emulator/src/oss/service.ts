import { createHash, randomBytes } from "node:crypto";
import type { Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import { ObjectStore } from "../objects/object-store.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import type { ObjectResource } from "../signatures/signable-request.js";
import { checkAccess } from "./access.js";
import { HostTable, resolveAddress } from "./address.js";
import { authenticate, type Caller } from "./authentication/authenticate.js";
import { OssControls } from "./controls.js";
import { dialectOf } from "./dialect.js";
import { operationName } from "./operation-name.js";
import { operations } from "./operations.js";
import { OssCall } from "./oss-call.js";
import { OssFailure } from "./oss-failure.js";
import { commonHeaders, renderFailure } from "./render-failure.js";

/** Alibaba Cloud OSS, with its own API and the part of the S3 API it takes. */
export function createService(context: ServiceContext): EmulatorService<OssControls> {
  const store = new ObjectStore(context.storage);
  const hosts = new HostTable();

  const locate = (exchange: Exchange): ObjectResource =>
    resolveAddress({
      host: exchange.header("host") ?? "",
      rawPath: exchange.rawPath,
      hosts,
      bucketExists: (name) => store.buckets.has(name),
    });

  const handle = async (exchange: Exchange): Promise<Answer> => {
    const resource = locate(exchange);
    const dialect = dialectOf(exchange);
    const { accounts, region } = context;
    const caller = authenticate(exchange, { accounts, region, resource, dialect });
    const operation = operations.get(exchange.operation);
    if (operation === undefined) throw new OssFailure("MethodNotAllowed", { details: { Method: exchange.method } });
    const call = new OssCall({ exchange, context, store, dialect, resource, caller });
    checkAccess(call, operation.access);
    if (operation.streams !== true) await checkContentHash(exchange, caller);
    const answer = await operation.run(call);
    return { ...answer, headers: { ...commonHeaders(exchange), ...answer.headers } };
  };

  return {
    controls: new OssControls(context, store, hosts),
    describe: (exchange) => operationName(exchange, locate(exchange), dialectOf(exchange)),
    handle,
    renderFailure,
    newRequestId: requestIds(),
    reset: () => store.clear(),
    close: () => store.clear(),
  };
}

async function checkContentHash(exchange: Exchange, { contentSha256 }: Caller): Promise<void> {
  if (contentSha256 === undefined) return;
  const actual = createHash("sha256").update(await exchange.readBody(4 * 1024 * 1024));
  if (actual.digest("hex") !== contentSha256) throw new OssFailure("XAmzContentSHA256Mismatch");
}

/** Request ids in OSS's form, 24 upper-case hex digits: a random beginning, then a number that grows. */
function requestIds(): () => string {
  const prefix = randomBytes(8).toString("hex");
  let count = 0;
  return () => (prefix + (count++).toString(16).padStart(8, "0")).toUpperCase();
}
