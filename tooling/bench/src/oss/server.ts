/** Bytes of a small object. */
export const smallBytes = 1024;

/** Bytes of a large object. */
export const largeBytes: number = 512 * 1024 * 1024;

/** Stands in for OSS in a process of its own: takes whatever it is sent, and gives `small` and `large`. It checks no signature. */
export const server: string = `
import { createServer } from "node:http";
const small = Buffer.alloc(${smallBytes}, 7);
const piece = Buffer.alloc(256 * 1024, 7);
const head = { etag: '"x"', "x-oss-request-id": "r", "last-modified": "Thu, 09 Oct 2025 08:53:20 GMT", "content-type": "application/octet-stream" };
const server = createServer((request, response) => {
  if (request.method !== "GET") {
    request.resume().on("end", () => response.writeHead(200, { ...head, "content-length": 0 }).end());
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
