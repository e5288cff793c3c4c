import { randomBytes } from "node:crypto";
import type { Role } from "../accounts/identities.js";
import { jsonAnswer, type Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import { percentDecode } from "../http/query.js";
import { ServiceFailure } from "../http/service-failure.js";
import type { EmulatorService, ServiceContext } from "../services/service.js";
import { RenewingSession } from "../sessions/renewing-session.js";
import { formatTime, sessionFields } from "../sessions/session-fields.js";

const TOKEN_PATH = "/latest/api/token";
const ROLES_PATH = "/latest/meta-data/ram/security-credentials/";
const MAX_TOKEN_SECONDS = 21_600;
const SESSION = { durationSeconds: 6 * 3600, renewBefore: 30 * 60_000 };

/** Which generations of the metadata protocol an instance speaks. */
export type MetadataMode =
  /** With a token or without one: how instances are made by default. */
  | "both"
  /** Hardened: a request without a token is refused. */
  | "v2-only"
  /** Before tokens existed: asking for one is refused with 405. */
  | "v1-only";

/** What tests may change about the instance. */
export interface MetadataControls {
  mode: MetadataMode;
  /** The role of the instance; `undefined`: it has none. */
  role: Role | undefined;
  /** Forgets every token given out. */
  forgetTokens(): void;
}

/** The metadata service of an ECS instance, `100.100.100.200` in the real world. */
export function createService(context: ServiceContext): EmulatorService<MetadataControls> {
  const tokens = new Map<string, number>();
  let session = new RenewingSession(context, SESSION);
  const controls: MetadataControls = { mode: "both", role: undefined, forgetTokens: () => tokens.clear() };

  const issueToken = (exchange: Exchange): Answer => {
    if (controls.mode === "v1-only" || exchange.method !== "PUT") throw new ServiceFailure(405, "MethodNotAllowed", "");
    const seconds = Number(exchange.header("x-aliyun-ecs-metadata-token-ttl-seconds"));
    if (!Number.isInteger(seconds) || seconds < 1 || seconds > MAX_TOKEN_SECONDS) {
      throw new ServiceFailure(400, "InvalidTtl", "The token's lifetime must be 1 to 21600 seconds.");
    }
    const token = randomBytes(32).toString("base64url");
    tokens.set(token, exchange.now() + seconds * 1000);
    return text(token);
  };

  const checkToken = (exchange: Exchange): void => {
    const token = exchange.header("x-aliyun-ecs-metadata-token");
    if (token === undefined) {
      if (controls.mode === "v2-only") throw new ServiceFailure(403, "TokenRequired", "A token is required.");
    } else if (controls.mode !== "v1-only" && (tokens.get(token) ?? 0) <= exchange.now()) {
      throw new ServiceFailure(401, "InvalidToken", "The token is not valid.");
    }
  };

  const readCredentials = (exchange: Exchange): Answer => {
    checkToken(exchange);
    const { role } = controls;
    if (exchange.method !== "GET" || role === undefined) throw notFound();
    if (exchange.rawPath === ROLES_PATH) return text(role.name);
    if (percentDecode(exchange.rawPath.slice(ROLES_PATH.length)) !== role.name) throw notFound();
    const credentials = session.get(role, exchange.now());
    return jsonAnswer(200, {
      ...sessionFields(credentials),
      LastUpdated: formatTime(new Date(credentials.expiration.getTime() - SESSION.durationSeconds * 1000)),
      Code: "Success",
    });
  };

  return {
    controls,
    describe: ({ rawPath }) =>
      rawPath === TOKEN_PATH
        ? "Token"
        : rawPath === ROLES_PATH
          ? "RoleName"
          : rawPath.startsWith(ROLES_PATH)
            ? "Credentials"
            : "Unknown",
    handle(exchange) {
      if (exchange.operation === "Token") return issueToken(exchange);
      if (exchange.operation === "Unknown") throw notFound();
      return readCredentials(exchange);
    },
    renderFailure: ({ status, message }) => ({ ...text(message), status }),
    reset() {
      tokens.clear();
      session = new RenewingSession(context, SESSION);
    },
  };
}

function text(body: string): Answer {
  return { status: 200, headers: { "Content-Type": "text/plain" }, body };
}

function notFound(): ServiceFailure {
  return new ServiceFailure(404, "NotFound", "404 - Not Found");
}
