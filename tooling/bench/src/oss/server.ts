import { combineCrc64, crc64 } from "@credport/oss";
import { largeBytes, smallBytes } from "./sizes.js";

/** What uploads are made of. */
const piece = Buffer.alloc(64 * 1024, 1);

/** CRC-64 of the large upload, doubled up from one piece. */
function largeCrc(): bigint {
  let crc = crc64(piece);
  for (let length = piece.length; length < largeBytes; length *= 2) crc = combineCrc64(crc, crc, length);
  return crc;
}

/**
 * Stands in for OSS in a process of its own: takes whatever it is sent, and gives `small` and `large`. It checks no signature, but
 * answers with the CRC-64 that clients compare theirs with.
 */
export const server: string = `
import { createServer } from "node:http";
const small = Buffer.alloc(${smallBytes}, 7);
const piece = Buffer.alloc(256 * 1024, 7);
const crcs = { small: "${crc64(piece.subarray(0, smallBytes))}", large: "${largeCrc()}" };
const head = { etag: '"x"', "x-oss-request-id": "r", "last-modified": "Thu, 09 Oct 2025 08:53:20 GMT", "content-type": "application/octet-stream" };
const server = createServer((request, response) => {
  if (request.method !== "GET") {
    const crc = request.url.includes("large") ? crcs.large : crcs.small;
    request.resume().on("end", () => response.writeHead(200, { ...head, "x-oss-hash-crc64ecma": crc, "content-length": 0 }).end());
    return;
  }
  if (!request.url.includes("large")) {
    response.writeHead(200, { ...head, "content-length": small.length }).end(small);
    return;
  }
  response.writeHead(200, { ...head, "content-length": ${largeBytes} });
  let left = ${largeBytes} / piece.length;
  const write = () => {
    while (left-- > 0) if (!response.write(piece)) return void response.once("drain", write);
    response.end();
  };
  write();
});
server.keepAliveTimeout = 60000;
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
`.trim();
