import { ClientError } from "../../errors/client-error.js";
import { DeserializationError } from "../../errors/serialization-error.js";
import type { TransportResponse } from "../../transport/transport.js";
import { parseXml, xmlText } from "../../xml/parse-xml.js";
import { parseFields, type FieldReaders } from "./parse-fields.js";
import type { XmlSource } from "./xml-readers.js";

/** Reads the XML body of an answer. Throws `ClientError` (`UnmarshalOutputFail`) when it is not what it should be. */
export async function readXmlResult<Result>(
  operation: string,
  response: TransportResponse,
  root: string,
  readers: FieldReaders<XmlSource, Result>,
): Promise<Result> {
  const bytes = await bytesOf(response);
  try {
    const element = await parseXml(Buffer.from(bytes).toString(), root);
    return parseFields({ element, urlEncoded: xmlText(element, "EncodingType") === "url" }, readers);
  } catch (error) {
    const message = `unmarshal ${operation} output failed, code: ${response.statusCode}, request id: ${response.headers["x-oss-request-id"] ?? ""}`;
    throw new ClientError("UnmarshalOutputFail", message, new DeserializationError(error, bytes));
  }
}

async function bytesOf({ body }: TransportResponse): Promise<Uint8Array> {
  return body instanceof Uint8Array ? body : body.bytes();
}
