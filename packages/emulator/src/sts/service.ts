import { jsonAnswer } from "../http/answer.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";

/** Alibaba Cloud STS. */
export function createService(_context: ServiceContext): EmulatorService {
  return {
    controls: {},
    describe: (exchange) => exchange.parameter("Action") ?? "Unknown",
    handle: () => {
      throw new ServiceFailure(404, "InvalidAction.NotFound", "The specified action is not found.");
    },
    renderFailure: ({ status, code, message, headers }, exchange) =>
      jsonAnswer(
        status,
        { RequestId: exchange.requestId, HostId: exchange.header("host") ?? "", Code: code, Message: message },
        headers,
      ),
  };
}
