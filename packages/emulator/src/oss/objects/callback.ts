import type { Answer } from "../../http/answer.js";
import { ServiceFailure } from "../../http/service-failure.js";
import type { StoredObject } from "../../objects/stored-object.js";
import type { OssCall } from "../oss-call.js";
import { invalidArgument } from "../oss-failure.js";
import { parseCallback, parseCallbackVariables, type Callback } from "./parse-callback.js";

/** How long the application behind a callback may take, in ms. */
const CALLBACK_TIMEOUT = 5000;

/**
 * Calls the client's application after a write, if the request asks for it, and answers with what that says. A failed
 * callback is status 203: the object is stored all the same. Only loopback addresses are called.
 */
export async function answerWithCallback(call: OssCall, object: StoredObject, answer: Answer): Promise<Answer> {
  const header = call.header("x-oss-callback") ?? call.parameter("callback");
  if (header === undefined) return answer;
  const callback = parseCallback(header);
  if (callback === undefined)
    throw invalidArgument("callback", header, "The callback configuration is not json format.");
  const variables = parseCallbackVariables(call.header("x-oss-callback-var") ?? call.parameter("callback-var"));
  const body = fillIn(callback, call, object, variables);
  const reply = await send(callback, body);
  return { ...answer, headers: { ...answer.headers, "Content-Type": "application/json" }, body: reply };
}

async function send(callback: Callback, body: string): Promise<string> {
  const { hostname } = new URL(callback.callbackUrl);
  if (hostname !== "127.0.0.1" && hostname !== "localhost") {
    throw callbackFailed("Error status : -1. The emulator calls loopback addresses only.");
  }
  let status: number | undefined;
  try {
    const response = await fetch(callback.callbackUrl, {
      method: "POST",
      body,
      headers: { "content-type": callback.callbackBodyType ?? "application/x-www-form-urlencoded" },
      redirect: "error",
      signal: AbortSignal.timeout(CALLBACK_TIMEOUT),
    });
    status = response.status;
    const text = await response.text();
    if (response.ok) return text;
  } catch {
    // Told below, as every callback that did not succeed.
  }
  throw callbackFailed(`Error status : ${status ?? -1}.`);
}

function fillIn(
  callback: Callback,
  { bucketName }: OssCall,
  object: StoredObject,
  variables: ReadonlyMap<string, string>,
): string {
  const values = new Map([
    ...variables,
    ["bucket", bucketName],
    ["object", object.key],
    ["etag", object.etag],
    ["size", String(object.blob.size)],
    ["mimeType", object.headers["content-type"] ?? ""],
    ["crc64", object.crc64.toString()],
  ]);
  const isJson = callback.callbackBodyType === "application/json";
  return callback.callbackBody.replace(/\$\{([^}]+)\}/g, (_, name: string) => {
    const value = values.get(name) ?? "";
    return isJson ? JSON.stringify(value) : encodeURIComponent(value);
  });
}

function callbackFailed(message: string): ServiceFailure {
  return new ServiceFailure(203, "CallbackFailed", message, { details: { EC: "0007-00000203" } });
}
