import { AliyunAccount, type Odps, type OdpsOptions } from "../../src/index.js";
import { startLoopbackService, type LoopbackService } from "./loopback-service.js";
import { odpsClients } from "./odps-clients.js";
import { patientHost, type PatientHost } from "./patient-host.js";

/** A service, a client of it and the clock of both. */
export interface Setup extends AsyncDisposable {
  readonly service: LoopbackService;
  readonly host: PatientHost;
  readonly odps: Odps;
  /** Another client of the same service; closed with the setup. */
  client(options?: Partial<OdpsOptions>): Odps;
}

/** Key pair the service knows from the start. */
export const keyPair = { accessKeyId: "LTAI-TEST", accessKeySecret: "test-secret" } as const;

/** Makes a {@link Setup}. */
export async function setUp(options: Partial<OdpsOptions> = {}): Promise<Setup> {
  const host = patientHost();
  const service = await startLoopbackService(() => host.now());
  service.keys.set(keyPair.accessKeyId, { secret: keyPair.accessKeySecret });
  const { client, close } = odpsClients({
    account: new AliyunAccount(keyPair),
    endpoint: service.endpoint,
    project: "p",
    host,
    ...options,
  });
  return {
    service,
    host,
    client,
    odps: client(),
    async [Symbol.asyncDispose]() {
      await close();
      await service[Symbol.asyncDispose]();
    },
  };
}

/** The tasks' answer of an instance with one SQL task. */
export function taskXml(state: string, instance = state === "RUNNING" ? "Running" : "Terminated"): string {
  return `<Instance><Status>${instance}</Status><Tasks><Task Type="SQL"><Name>AnonymousSQLTask</Name><Status>${state}</Status></Task></Tasks></Instance>`;
}

/** The result's answer of an instance with one SQL task. */
export function resultXml(content: string, format = "csv", descriptor = ""): string {
  const described = descriptor === "" ? "" : `<ResultDescriptor><![CDATA[${descriptor}]]></ResultDescriptor>`;
  return `<Instance><Tasks><Task Type="SQL"><Name>AnonymousSQLTask</Name><Result Format="${format}"><![CDATA[${content}]]></Result>${described}</Task></Tasks></Instance>`;
}
