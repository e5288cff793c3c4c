import { ClientSecretCredential } from "@azure/identity";
import {
  bearerTokenAuthenticationPolicy,
  createHttpHeaders,
  createPipelineRequest,
  type PipelineRequest,
  type PipelineResponse,
} from "@azure/core-rest-pipeline";
import type { Subject } from "./subject.js";
import type { Upstream } from "./upstream.js";

/** `@azure/identity`'s client secret credential with the token cache it has by itself; the upstream stands in for the network. */
export function azureCredential(upstream: Upstream): ClientSecretCredential {
  return new ClientSecretCredential("11111111-1111-1111-1111-111111111111", "client", "secret", {
    disableInstanceDiscovery: true,
    httpClient: {
      async sendRequest(request) {
        const { accessKeyId, expiration } = await upstream.load();
        const expiresIn = Math.floor((expiration.getTime() - Date.now()) / 1000);
        const answer = { token_type: "Bearer", expires_in: expiresIn, access_token: accessKeyId };
        return { ...emptyAnswer(request), bodyAsText: JSON.stringify(answer) };
      },
    },
  });
}

/** The cache that each Azure client puts before its credential. */
export function azureClient(upstream: Upstream): Subject {
  const policy = bearerTokenAuthenticationPolicy({
    scopes: "https://example.com/.default",
    credential: {
      async getToken(_scopes, options) {
        const { accessKeyId, expiration } = await unlessAborted(upstream.load(), options?.abortSignal);
        return { token: accessKeyId, expiresOnTimestamp: expiration.getTime() };
      },
    },
  });
  return {
    async get({ signal } = {}) {
      const request = createPipelineRequest({ url: "https://example.com/", ...(signal && { abortSignal: signal }) });
      await policy.sendRequest(request, async (sent) => emptyAnswer(sent));
      return request.headers.get("authorization") ?? "";
    },
  };
}

/** What a credential does with the signal of the request that it loads for. */
function unlessAborted<T>(load: Promise<T>, signal: Pick<AbortSignal, "addEventListener"> | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    signal?.addEventListener("abort", () => reject(new Error("aborted")));
    load.then(resolve, reject);
  });
}

function emptyAnswer(request: PipelineRequest): PipelineResponse {
  return { request, status: 200, headers: createHttpHeaders() };
}
