import type { BearerCredentials, Credentials, CredentialsProvider } from "@credport/core";
import {
  awsCredentials,
  createAws4Fetch,
  minioCredentials,
  openSearchCredentials,
  retryOnRejectedCredentials,
  signWithAws4,
} from "./index.js";

// A client that cannot send a bearer token does not compile with a provider of them, nor with one that may give them (spec
// "adapters" 1).

declare const bearer: CredentialsProvider<BearerCredentials>;
declare const any: CredentialsProvider<Credentials>;
declare const aws4: { readonly sign: () => unknown };
declare const AwsClient: new (options: object) => object;

export const refused: readonly unknown[] = [
  // @ts-expect-error -- no bearer token can be sent
  awsCredentials(bearer),
  // @ts-expect-error -- no bearer token can be sent
  awsCredentials(any),
  // @ts-expect-error -- no bearer token can be sent
  retryOnRejectedCredentials(bearer),
  // @ts-expect-error -- no bearer token can be sent
  signWithAws4(aws4, bearer, {}),
  // @ts-expect-error -- no bearer token can be sent
  createAws4Fetch(AwsClient, { provider: bearer }),
  // @ts-expect-error -- no bearer token can be sent
  minioCredentials(bearer),
  // @ts-expect-error -- no bearer token can be sent
  openSearchCredentials(bearer),
];
