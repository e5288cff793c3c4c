import { randomBytes } from "node:crypto";
import type { Role } from "../accounts/identities.js";
import { wireSession } from "../byteplus/sts-actions.js";
import { jsonAnswer, type Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import { percentDecode } from "../http/query.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { RenewingSession } from "../sessions/renewing-session.js";

const TOKEN_PATH = "/latest/api/token";
const ROLES_PATH = "/volcstack/latest/iam/security_credentials";
const MAX_TOKEN_SECONDS = 21_600;
const SESSION = { durationSeconds: 6 * 3_600, renewBefore: 10 * 60_000, keyIdPrefix: "AKTP" };

/** What tests may change about the instance. */
export interface ByteplusMetadataControls {
  /** The role of the instance; `undefined`: it has none. */
  role: Role | undefined;
}

/** The metadata service of a BytePlus ECS instance, `100.96.0.96` in the real world: version 2 only. */
export function createService(context: ServiceContext): EmulatorService<ByteplusMetadataControls> {
  const tokens = new Map<string, number>();
  let session = new RenewingSession(context, SESSION);
  const controls: ByteplusMetadataControls = { role: undefined };

  const issueToken = (exchange: Exchange): Answer => {
    const seconds = Number(exchange.header("x-volc-ecs-metadata-token-ttl-seconds"));
    if (exchange.method !== "PUT") throw new ServiceFailure(405, "MethodNotAllowed", "Use PUT.");
    if (!(seconds >= 1 && seconds <= MAX_TOKEN_SECONDS))
      throw new ServiceFailure(400, "InvalidTtl", "1 to 21600 seconds.");
    const token = randomBytes(24).toString("base64url");
    tokens.set(token, exchange.now() + seconds * 1_000);
    return text(token);
  };

  const readRole = (exchange: Exchange): Answer => {
    const expiresAt = tokens.get(exchange.header("x-volc-ecs-metadata-token") ?? "") ?? 0;
    if (expiresAt <= exchange.now()) throw new ServiceFailure(401, "InvalidToken", "A metadata token is required.");
    const { role } = controls;
    if (exchange.operation === "Roles") return jsonAnswer(200, role === undefined ? [] : [role.name]);
    const name = percentDecode(exchange.rawPath.slice(ROLES_PATH.length + 1));
    if (role?.name !== name) throw new ServiceFailure(404, "NotFound", "There is no such role.");
    return jsonAnswer(200, wireSession(session.get(role, exchange.now()), exchange.now()));
  };

  return {
    controls,
    describe({ rawPath }) {
      if (rawPath === TOKEN_PATH) return "Token";
      if (rawPath === ROLES_PATH) return "Roles";
      return rawPath.startsWith(`${ROLES_PATH}/`) ? "Credentials" : "Unknown";
    },
    handle(exchange) {
      if (exchange.operation === "Unknown") throw new ServiceFailure(404, "NotFound", "There is nothing here.");
      return exchange.operation === "Token" ? issueToken(exchange) : readRole(exchange);
    },
    renderFailure: ({ status, message, headers }) => ({ ...text(message), status, headers }),
    reset() {
      tokens.clear();
      session = new RenewingSession(context, SESSION);
    },
  };
}

function text(body: string): Answer {
  return { status: 200, headers: { "Content-Type": "text/plain" }, body };
}
