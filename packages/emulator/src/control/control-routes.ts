import type { SessionCredentials } from "../accounts/identities.js";
import type { Exchange } from "../http/exchange.js";
import type { Controlled } from "./controlled.js";
import { ControlBody } from "./parse-control-body.js";

/** One control: gets the JSON body, returns what is answered as JSON. */
export type ControlRoute = (controlled: Controlled, body: unknown, exchange: Exchange) => unknown;

/** The controls, by method and path. */
export const controlRoutes: ReadonlyMap<string, ControlRoute> = new Map<string, ControlRoute>([
  ["GET /", describeEmulator],
  ["GET /calls", listCalls],
  ["POST /advance", advance],
  ["POST /clock", setClock],
  ["POST /expire", expire],
  ["POST /rotate", ({ accounts }) => ({ expired: accounts.rotate() })],
  ["POST /revoke", revoke],
  ["POST /faults", addFault],
  ["DELETE /faults", clearFaults],
  ["POST /users", createUser],
  ["POST /roles", createRole],
  ["POST /sessions", issueSession],
  ["POST /reset", reset],
]);

function describeEmulator({ accountId, region, clock, endpoints }: Controlled): unknown {
  const urls = [...endpoints].map(([name, { url }]) => [name, url] as const);
  return { accountId, region, now: new Date(clock.now()).toISOString(), endpoints: Object.fromEntries(urls) };
}

function listCalls({ calls }: Controlled, _body: unknown, exchange: Exchange): unknown {
  const service = exchange.parameter("service");
  return { counts: calls.counts(), calls: calls.list(service, exchange.parameter("operation")) };
}

function advance({ clock }: Controlled, body: unknown): unknown {
  clock.advance(new ControlBody(body).requiredNumber("milliseconds"));
  return { now: new Date(clock.now()).toISOString() };
}

function setClock({ clock }: Controlled, body: unknown): unknown {
  clock.set(new Date(new ControlBody(body).requiredText("now")));
  return { now: new Date(clock.now()).toISOString() };
}

function expire({ accounts }: Controlled, body: unknown): unknown {
  return { expired: accounts.expire(new ControlBody(body).text("accessKeyId")) };
}

function revoke({ accounts }: Controlled, body: unknown): unknown {
  return { revoked: accounts.revoke(new ControlBody(body).requiredText("accessKeyId")) };
}

function addFault({ endpoints, faults }: Controlled, body: unknown): unknown {
  const rule = new ControlBody(body).faultRule();
  const names: readonly string[] = [...endpoints.keys()];
  if (rule.service !== undefined && !names.includes(rule.service))
    throw new TypeError(`service must be one that runs: ${names.join(", ")}`);
  faults.add(rule);
  return {};
}

function clearFaults({ faults }: Controlled): unknown {
  faults.reset();
  return {};
}

function createUser({ accounts }: Controlled, body: unknown): unknown {
  const { arn, accessKeyId, accessKeySecret } = accounts.createUser({ name: new ControlBody(body).text("name") });
  return { arn, accessKeyId, accessKeySecret };
}

function createRole({ accounts }: Controlled, body: unknown): unknown {
  const fields = new ControlBody(body);
  const maxSessionSeconds = fields.number("maxSessionSeconds");
  return { arn: accounts.createRole({ name: fields.requiredText("name"), maxSessionSeconds }).arn };
}

function issueSession({ accounts }: Controlled, body: unknown): SessionCredentials {
  const fields = new ControlBody(body);
  const durationSeconds = fields.number("durationSeconds");
  return accounts.issueSession({ of: fields.requiredText("roleArn"), durationSeconds });
}

async function reset(controlled: Controlled): Promise<unknown> {
  await controlled.reset();
  return {};
}
