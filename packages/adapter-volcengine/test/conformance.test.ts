import type { IncomingMessage } from "node:http";
import { adapterConformance, startRecordingService, type SeenCredentials } from "@credport/testing";
import { clients } from "./clients.js";

for (const { name, answer, connect } of clients) {
  adapterConformance({
    name,
    async connect(provider) {
      const service = await startRecordingService({ read: readCredentials, answer });
      const call = connect(provider, service);
      return {
        send: () => service.observe(call),
        requests: () => service.requests,
        close: async () => {
          await service[Symbol.asyncDispose]();
        },
      };
    },
  });
}

function readCredentials({ headers }: IncomingMessage): SeenCredentials {
  const [, accessKeyId = ""] = /Credential=([^/]+)/.exec(headers.authorization ?? "") ?? [];
  const token = headers["x-security-token"] ?? headers["x-tos-security-token"] ?? "";
  return { accessKeyId, securityToken: String(token) };
}
