import type { Exchange } from "./exchange.js";
import { ServiceFailure } from "./service-failure.js";

/** The text fields of a JSON object body. Throws a 400 failure for anything that is no JSON object. */
export async function readJsonFields(exchange: Exchange): Promise<ReadonlyMap<string, string>> {
  const body = parse((await exchange.readBody()).toString());
  if (typeof body !== "object" || body === null) {
    throw new ServiceFailure(400, "InvalidRequest", "The body must be a JSON object.");
  }
  const fields: readonly (readonly [string, unknown])[] = Object.entries(body);
  return new Map(fields.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}

/** The token of an `Authorization: Bearer` header. Throws a 401 failure without one. */
export function readBearerToken(exchange: Exchange): string {
  const token = /^Bearer (\S+)$/.exec(exchange.header("authorization") ?? "")?.[1];
  if (token === undefined) throw new ServiceFailure(401, "Unauthorized", "A bearer token is required.");
  return token;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
