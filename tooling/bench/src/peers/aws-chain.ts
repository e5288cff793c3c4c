import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { serveOnLoopback } from "../harness/loopback.js";
import type { Subject } from "./subject.js";
import type { Upstream } from "./upstream.js";

/** The default chain of the AWS SDK, fed by a container endpoint on loopback that stands before the upstream. */
export async function awsChain(upstream: Upstream): Promise<Subject & AsyncDisposable> {
  const server = await serveOnLoopback((_request, response) => {
    upstream.load().then(
      ({ accessKeyId, accessKeySecret, securityToken, expiration }) => {
        const answer = {
          AccessKeyId: accessKeyId,
          SecretAccessKey: accessKeySecret,
          Token: securityToken,
          Expiration: expiration,
        };
        response.setHeader("content-type", "application/json").end(JSON.stringify(answer));
      },
      () => response.writeHead(500).end("{}"),
    );
  });
  const saved = { ...process.env };
  Object.assign(process.env, {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: server.url,
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  });
  const provider = defaultProvider({ maxRetries: 0 });
  return {
    async get({ force = false } = {}) {
      const { accessKeyId } = await provider({ forceRefresh: force });
      return accessKeyId;
    },
    async [Symbol.asyncDispose]() {
      process.env = saved;
      await server[Symbol.asyncDispose]();
    },
  };
}
