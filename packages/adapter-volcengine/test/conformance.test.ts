import type { IncomingMessage } from "node:http";
import type { CredentialsProvider } from "@credport/core";
import {
  adapterConformance,
  startRecordingService,
  type RecordedAnswer,
  type RecordingService,
  type SeenCredentials,
} from "@credport/testing";
import { emptyResult, gatewayClients, tosClient, tosReleases } from "./clients.js";

interface ConformingClient {
  readonly name: string;
  readonly answer?: RecordedAnswer;
  connect(provider: CredentialsProvider, service: RecordingService): () => Promise<unknown>;
}

// createVolcengineService and createVolcengineClient are among the clients of the gateway.
const clients: readonly ConformingClient[] = [
  ...gatewayClients.map(({ name, connect }) => ({
    name,
    answer: emptyResult,
    connect: (provider: CredentialsProvider, { host }: RecordingService) => connect(provider, host),
  })),
  ...tosReleases.map(({ release, Class }) => ({
    name: `createTosClient with ${release}`,
    connect(provider: CredentialsProvider, { host }: RecordingService) {
      const client = tosClient(Class, provider, host);
      return () => client.putObject({ key: "key", body: Buffer.from("x") });
    },
  })),
];

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
  const token = headers["x-security-token"] ?? headers["x-tos-security-token"] ?? "";
  return { accessKeyId, securityToken: String(token) };
}
