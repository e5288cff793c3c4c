import type { Identity } from "../accounts/identities.js";
import { jsonAnswer, type Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import { parseQuery, type QueryItem } from "../http/query.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { writeXml, type XmlFields } from "../xml/write-xml.js";
import { missingParameter } from "./api-failures.js";
import { authenticateCall, isAcs3 } from "./authenticate-call.js";
import { NonceRegister } from "./nonce-register.js";

/** A call as an operation sees it, its signature already verified. */
export interface ApiCall {
  readonly context: ServiceContext;
  /** The emulator's time for this call, in ms. */
  readonly now: number;
  readonly parameters: ReadonlyMap<string, string>;
  /** A parameter that must be there; throws `MissingX` otherwise. */
  required(name: string): string;
}

/** One operation of an OpenAPI product. It returns the answer's fields; `RequestId` is added. */
export type ApiOperation =
  /** Signed by a caller. */
  | {
      readonly version: string;
      readonly run: (call: ApiCall & { readonly caller: Identity }) => XmlFields | Promise<XmlFields>;
    }
  /** Called without a signature. */
  | { readonly version: string; readonly runUnsigned: (call: ApiCall) => XmlFields | Promise<XmlFields> };

/** A service of OpenAPI operations in RPC style: named by `Action` or `x-acs-action`, signed with RPC 1.0 or ACS3. */
export function createApiService(
  context: ServiceContext,
  operations: Readonly<Record<string, ApiOperation>>,
): EmulatorService {
  const nonces = new NonceRegister();

  const handle = async (exchange: Exchange): Promise<Answer> => {
    const items = await readItems(exchange);
    const parameters = new Map(items);
    const operation = findOperation(operations, exchange, parameters);
    const required = (name: string): string => {
      const value = parameters.get(name);
      if (value === undefined || value === "") throw missingParameter(name);
      return value;
    };
    const call: ApiCall = { context, now: exchange.now(), parameters, required };
    const fields =
      "run" in operation
        ? await operation.run({
            ...call,
            caller: await authenticateCall(exchange, { accounts: context.accounts, nonces, items }),
          })
        : await operation.runUnsigned(call);
    return render(exchange, parameters, 200, `${exchange.operation}Response`, {
      RequestId: exchange.requestId,
      ...fields,
    });
  };

  return {
    controls: {},
    describe: async (exchange) =>
      new Map(await readItems(exchange)).get("Action") ?? exchange.header("x-acs-action") ?? "Unknown",
    handle,
    renderFailure,
  };
}

function findOperation(
  operations: Readonly<Record<string, ApiOperation>>,
  exchange: Exchange,
  parameters: ReadonlyMap<string, string>,
): ApiOperation {
  if (exchange.method !== "GET" && exchange.method !== "POST") {
    throw new ServiceFailure(405, "UnsupportedHTTPMethod", "This HTTP method is not supported.");
  }
  const version = parameters.get("Version") ?? exchange.header("x-acs-version");
  if (exchange.operation === "Unknown") throw missingParameter("Action");
  if (version === undefined || version === "") throw missingParameter("Version");
  const operation = Object.hasOwn(operations, exchange.operation) ? operations[exchange.operation] : undefined;
  if (operation?.version !== version) {
    const text = "Specified api is not found, please check your url and method.";
    throw new ServiceFailure(404, "InvalidAction.NotFound", text);
  }
  return operation;
}

/** Query items, then those of a form body. */
async function readItems(exchange: Exchange): Promise<readonly QueryItem[]> {
  const type = exchange.header("content-type") ?? "";
  if (exchange.method !== "POST" || !type.startsWith("application/x-www-form-urlencoded")) return exchange.query;
  return [...exchange.query, ...parseQuery((await exchange.readBody()).toString())];
}

async function renderFailure(failure: ServiceFailure, exchange: Exchange): Promise<Answer> {
  const { status, code, message, headers, details } = failure;
  const recommend = `https://api.aliyun.com/troubleshoot?q=${code}&requestId=${exchange.requestId}`;
  const fields = {
    RequestId: exchange.requestId,
    HostId: exchange.header("host") ?? "",
    Code: code,
    Message: message,
    Recommend: recommend,
  };
  const items = await readItems(exchange).catch(() => exchange.query);
  return render(exchange, new Map(items), status, "Error", { ...fields, ...details }, headers);
}

/** JSON for ACS3 calls and where `Format=JSON` asks for it, XML otherwise, which is what RPC answers by default. */
function render(
  exchange: Exchange,
  parameters: ReadonlyMap<string, string>,
  status: number,
  root: string,
  fields: XmlFields,
  headers?: Answer["headers"],
): Answer {
  const common = { "x-acs-request-id": exchange.requestId, ...headers };
  if (isAcs3(exchange) || parameters.get("Format")?.toUpperCase() === "JSON") return jsonAnswer(status, fields, common);
  return { status, headers: { "Content-Type": "text/xml; charset=utf-8", ...common }, body: writeXml(root, fields) };
}
