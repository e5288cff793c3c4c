import { randomBytes } from "node:crypto";
import { jsonAnswer, type Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import type { Action } from "./action.js";
import { authenticate } from "./authenticate.js";
import { ecsActions } from "./ecs-actions.js";
import { CODE_NUMBERS } from "./gateway-failures.js";
import { iamActions } from "./iam-actions.js";
import { readParameters } from "./read-parameters.js";
import { stsActions } from "./sts-actions.js";

/** How failures are written. */
export type ByteplusErrorForm =
  /** `ResponseMetadata.Error`, as the gateway does. */
  | "nested"
  /** `errorcode` and `message` at the top, as some of its parts do. */
  | "flat"
  /** A page, as a proxy before it does. */
  | "html";

/** What tests may do with the gateway. */
export interface ByteplusControls {
  errorForm: ByteplusErrorForm;
  /** The SAML provider the account trusts. */
  readonly samlProviderTrn: string;
  /** Makes an assertion of that provider, in base64, good for one session. */
  issueAssertion(): string;
}

/** BytePlus's gateway: STS, IAM and ECS actions on one host, as `open.byteplusapi.com` has them. */
export function createService(context: ServiceContext): EmulatorService<ByteplusControls> {
  const samlProviderTrn = `trn:iam::${context.accountId}:saml-provider/emulator`;
  const assertions = new Set<string>();
  const ecs = ecsActions();
  const actions: Readonly<Record<string, Action>> = {
    ...stsActions({ accepts: (trn, assertion) => trn === samlProviderTrn && assertions.delete(assertion) }),
    ...iamActions(),
    ...ecs.actions,
  };
  const controls: ByteplusControls = {
    errorForm: "nested",
    samlProviderTrn,
    issueAssertion() {
      const assertion = Buffer.from(`<Assertion ID="${randomBytes(16).toString("hex")}"/>`).toString("base64");
      assertions.add(assertion);
      return assertion;
    },
  };

  return {
    controls,
    describe: (exchange) => exchange.parameter("Action") ?? "Unknown",
    async handle(exchange) {
      const action = Object.hasOwn(actions, exchange.operation) ? actions[exchange.operation] : undefined;
      if (action === undefined || exchange.parameter("Version") !== action.version) {
        throw new ServiceFailure(404, "InvalidActionOrVersion", "There is no such action in this version.");
      }
      const caller =
        action.unsigned === true ? undefined : await authenticate(exchange, context.accounts, action.service);
      const parameters = await readParameters(exchange);
      const result = await action.run({ context, exchange, parameters, caller });
      return jsonAnswer(200, { ResponseMetadata: metadata(exchange, action), Result: result });
    },
    renderFailure: (failure, exchange) => render(failure, exchange, controls.errorForm, actions[exchange.operation]),
    newRequestId: () =>
      `${new Date(context.clock.now()).toISOString().replace(/\D/g, "")}${randomBytes(8).toString("hex").toUpperCase()}`,
    reset() {
      controls.errorForm = "nested";
      assertions.clear();
      ecs.forget();
    },
  };
}

function metadata(exchange: Exchange, action: Action | undefined): object {
  return {
    RequestId: exchange.requestId,
    Action: exchange.operation,
    Version: exchange.parameter("Version") ?? "",
    Service: action?.service ?? "",
    Region: /Credential=[^/]+\/\d+\/([^/]+)\//.exec(exchange.header("authorization") ?? "")?.[1] ?? "",
  };
}

function render(
  failure: ServiceFailure,
  exchange: Exchange,
  form: ByteplusErrorForm,
  action: Action | undefined,
): Answer {
  const { status, code, message } = failure;
  const headers = { ...failure.headers, "X-Tt-Logid": exchange.requestId };
  if (form === "html") {
    const body = `<html><head><title>${status}</title></head><body>${code}</body></html>`;
    return { status, headers: { ...headers, "Content-Type": "text/html" }, body };
  }
  if (form === "flat") return jsonAnswer(status, { HTTPCode: status, errorcode: code, message }, headers);
  const number = CODE_NUMBERS[code];
  const error = { ...(number === undefined ? {} : { CodeN: number }), Code: code, Message: message };
  return jsonAnswer(status, { ResponseMetadata: { ...metadata(exchange, action), Error: error } }, headers);
}
