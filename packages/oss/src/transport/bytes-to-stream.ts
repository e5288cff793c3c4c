import { ResponseStream } from "./response-stream.js";

/** A body that is in memory already, as the stream that others come as. */
export function bytesToStream(bytes: Uint8Array): ResponseStream {
  const stream = new ResponseStream({ resume() {}, abort() {} });
  stream.deliver(bytes);
  stream.finish();
  return stream;
}
