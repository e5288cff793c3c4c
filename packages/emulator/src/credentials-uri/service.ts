import type { Role } from "../accounts/identities.js";
import { jsonAnswer } from "../http/answer.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { RenewingSession } from "../sessions/renewing-session.js";
import { sessionFields } from "../sessions/session-fields.js";

const SESSION = { durationSeconds: 3600, renewBefore: 10 * 60_000 };

/** What tests may change about the endpoint. */
export interface CredentialsUriControls {
  /** Whose sessions it hands out; `undefined`: it answers 404. */
  role: Role | undefined;
  /** The `Code` of its answers; `undefined` leaves it out. */
  code: string | undefined;
}

/** An endpoint for `ALIBABA_CLOUD_CREDENTIALS_URI`: any path, GET only. */
export function createService(context: ServiceContext): EmulatorService<CredentialsUriControls> {
  let session = new RenewingSession(context, SESSION);
  const controls: CredentialsUriControls = { role: undefined, code: "Success" };
  return {
    controls,
    describe: () => "GetCredentials",
    handle(exchange) {
      if (exchange.method !== "GET") throw new ServiceFailure(405, "MethodNotAllowed", "Only GET is supported.");
      if (controls.role === undefined) throw new ServiceFailure(404, "NotFound", "There are no credentials here.");
      return jsonAnswer(200, {
        ...(controls.code === undefined ? {} : { Code: controls.code }),
        ...sessionFields(session.get(controls.role, exchange.now())),
      });
    },
    renderFailure: ({ status, code, message }) => jsonAnswer(status, { Code: code, Message: message }),
    reset() {
      session = new RenewingSession(context, SESSION);
    },
  };
}
