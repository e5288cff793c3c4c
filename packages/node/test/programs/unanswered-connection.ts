// Gives up on a server that never finishes its handshake and reaches its end. Its parent watches whether the process ends too.
import { createNodeHost } from "@credport/node";

const [url = ""] = process.argv.slice(2);
await createNodeHost({ env: {} })
  .request({ method: "GET", url, connectTimeout: 50 })
  .catch((error: unknown) => process.stdout.write(String(error)));
