import type { BearerCredentials, Credentials, CredentialsProvider } from "@credport/core";
import { createTosClient, createVolcengineClient, createVolcengineService } from "./index.js";

// A client that cannot send a bearer token does not compile with a provider of them, nor with one that may give them (spec
// "adapters" 1).

declare const bearer: CredentialsProvider<BearerCredentials>;
declare const any: CredentialsProvider<Credentials>;
declare const Client: new (options: object) => object;

export const refused: readonly unknown[] = [
  // @ts-expect-error -- no bearer token can be sent
  createVolcengineService(Client, { provider: bearer }),
  // @ts-expect-error -- no bearer token can be sent
  createVolcengineClient(Client, { provider: bearer }),
  // @ts-expect-error -- no bearer token can be sent
  createTosClient(Client, { provider: any }),
];
