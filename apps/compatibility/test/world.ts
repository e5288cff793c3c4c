import {
  createAccessKeyCredentials,
  type AccessKeyCredentials,
  type AccessKeyFields,
  type CredentialsProvider,
} from "@credport/core";
import { startEmulator, type Emulator } from "@credport/emulator";
import {
  readAwsSignature,
  readLogSignature,
  readLogV4Signature,
  readMnsSignature,
  readRoaSignature,
  readTablestoreSignature,
  rotatingProvider,
  startVerifyingService,
  type RotatingProvider,
  type VerifyingService,
} from "@credport/testing";

/** The bucket, on OSS and on TOS. */
export const bucket = "bucket";
/** What everything is signed for. */
export const region = "cn-hangzhou";

type VerifiedName = "identity" | "log" | "logV4" | "mns" | "openSearch" | "roa" | "tablestore";

const json = { type: "application/json", body: '{"count":0,"total":0,"projects":[]}' };
/** The services the emulator does not have, each with a verifier of its signature. */
const verified: Readonly<Record<VerifiedName, Parameters<typeof startVerifyingService>>> = {
  identity: [
    readAwsSignature,
    {
      type: "text/xml",
      body: "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>",
    },
  ],
  log: [readLogSignature, json],
  logV4: [readLogV4Signature, json],
  mns: [readMnsSignature, { type: "text/xml", body: "<Queue><QueueName>q</QueueName></Queue>" }],
  openSearch: [
    readAwsSignature,
    {
      type: "application/json",
      body: '{"version":{"number":"2.0.0","distribution":"opensearch"},"tagline":"The OpenSearch Project"}',
    },
  ],
  roa: [readRoaSignature, json],
  tablestore: [readTablestoreSignature, { type: "application/x-protobuf", body: "" }],
};

type EmulatedName = "byteplus" | "ecs" | "maxcompute" | "oss" | "sts" | "tos";

/** Every service the clients of the table talk to, and the one provider they all share. */
export interface World extends AsyncDisposable {
  readonly emulator: Emulator<EmulatedName>;
  readonly services: Readonly<Record<VerifiedName, VerifyingService>>;
  readonly provider: CredentialsProvider;
  readonly rotating: RotatingProvider;
  /** How many requests came in, and how many of them were refused. */
  count(): { readonly requests: number; readonly refused: number };
  /** Makes every service refuse a credential from now on. */
  expire(credentials: AccessKeyCredentials): void;
}

/** Starts a {@link World}. */
export async function startWorld(): Promise<World> {
  const emulator = await startEmulator({ services: ["byteplus", "ecs", "maxcompute", "oss", "sts", "tos"], region });
  emulator.oss.createBucket(bucket);
  // oss-client knows no bucket in the path: to OSS, this address is a domain bound to the bucket.
  emulator.oss.bindBucket(emulator.oss.host, bucket);
  emulator.tos.createBucket(bucket);
  const start = (name: VerifiedName): Promise<VerifyingService> => startVerifyingService(...verified[name]);
  const services = {
    identity: await start("identity"),
    log: await start("log"),
    logV4: await start("logV4"),
    mns: await start("mns"),
    openSearch: await start("openSearch"),
    roa: await start("roa"),
    tablestore: await start("tablestore"),
  };
  const role = emulator.accounts.createRole({ name: "compatibility" });
  const issue = (): Omit<AccessKeyFields, "source"> => {
    const fields = emulator.accounts.issueSession({ of: role });
    const credentials = createAccessKeyCredentials({ ...fields, source: "test" });
    for (const service of Object.values(services)) service.know(credentials);
    return fields;
  };
  const rotating = rotatingProvider(issue);
  return {
    emulator,
    services,
    rotating,
    provider: rotating.provider,
    count() {
      const all = Object.values(services);
      const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
      return {
        requests: emulator.calls.count() + sum(all.map(({ requests }) => requests)),
        refused:
          emulator.calls.list().filter(({ status = 500 }) => status >= 400).length +
          sum(all.map(({ refused }) => refused)),
      };
    },
    expire({ accessKeyId }) {
      emulator.accounts.expire(accessKeyId);
      for (const service of Object.values(services)) service.forget(accessKeyId);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([emulator, ...Object.values(services)].map((each) => each[Symbol.asyncDispose]()));
    },
  };
}
