import type { BearerCredentials, Credentials, CredentialsProvider } from "@credport/core";
import {
  alicloudCredential,
  createCredentialsTool,
  createLogClient,
  createMnsClient,
  createPopCore,
  createTablestoreClient,
  credentialsToolProvider,
  popCoreConfig,
} from "./index.js";

// A client that cannot send a bearer token does not compile with a provider of them, nor with one that may give them (spec
// "adapters" 1).

declare const bearer: CredentialsProvider<BearerCredentials>;
declare const any: CredentialsProvider<Credentials>;
declare const Client: new (options: object) => object;
declare const Mns: new (accountId: string, options: object) => object;

export const taken: readonly unknown[] = [alicloudCredential(bearer), alicloudCredential(any)];

export const refused: readonly unknown[] = [
  // @ts-expect-error -- no bearer token can be sent
  createCredentialsTool(bearer),
  // @ts-expect-error -- no bearer token can be sent
  credentialsToolProvider(any),
  // @ts-expect-error -- no bearer token can be sent
  popCoreConfig(bearer),
  // @ts-expect-error -- no bearer token can be sent
  createPopCore(Client, { provider: bearer }),
  // @ts-expect-error -- no bearer token can be sent
  createLogClient(Client, { provider: bearer }),
  // @ts-expect-error -- no bearer token can be sent
  createMnsClient(Mns, "1", { provider: bearer }),
  // @ts-expect-error -- no bearer token can be sent
  createTablestoreClient(Client, { provider: any }),
];
