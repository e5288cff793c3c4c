import type { IncomingMessage } from "node:http";
import { adapterConformance, startRecordingService, type SeenCredentials } from "@credport/testing";
import { clients } from "./clients.js";

// awsCredentials, retryOnRejectedCredentials, createAws4Fetch, signWithAws4, minioCredentials and openSearchCredentials are
// among these clients.
for (const { name, answer, connect } of clients) {
  adapterConformance({
    name,
    async connect(provider) {
      const service = await startRecordingService({ read: readCredentials, answer });
      return service.setupOf(connect(provider, service));
    },
  });
}

function readCredentials({ headers }: IncomingMessage): SeenCredentials {
  const [, accessKeyId = ""] = /Credential=([^/]+)/.exec(headers.authorization ?? "") ?? [];
  return { accessKeyId, securityToken: String(headers["x-amz-security-token"] ?? "") };
}
