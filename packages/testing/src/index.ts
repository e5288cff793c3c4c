export { assertNoCanary } from "./canary/assert-no-canary.js";
export { canaries, canary } from "./canary/canaries.js";
export { drive } from "./clock/drive.js";
export { FakeClock } from "./clock/fake-clock.js";
export { settle } from "./clock/settle.js";
export {
  adapterConformance,
  type AdapterConformance,
  type AdapterSetup,
  type SeenCredentials,
} from "./conformance/adapter-conformance.js";
export {
  sourceConformance,
  type FailingSetup,
  type SourceConformance,
  type SourceSetup,
} from "./conformance/source-conformance.js";
export { issueSessions, testSession } from "./credentials/test-credentials.js";
export { MemoryFiles } from "./host/memory-files.js";
export { randomNumbers } from "./host/random-numbers.js";
export { scriptedHost, type ScriptedHost, type ScriptedHostOptions } from "./host/scripted-host.js";
export {
  networkError,
  type RecordedRequest,
  type RequestHandler,
  type ScriptedResponse,
} from "./host/scripted-http.js";
export type { CommandHandler, RecordedCommand } from "./host/scripted-processes.js";
export {
  readAcs3Credentials,
  readAwsSignature,
  readLogSignature,
  readLogV4Signature,
  readMnsSignature,
  readRoaSignature,
  readRpcCredentials,
  readTablestoreSignature,
} from "./service/read-signature.js";
export {
  startRecordingService,
  type RecordedAnswer,
  type RecordingService,
  type RecordingServiceOptions,
} from "./service/recording-service.js";
export {
  startVerifyingService,
  type Claim,
  type ReceivedRequest,
  type VerifyingService,
} from "./service/verifying-service.js";
export { emulatedAccount, type AccountEmulator, type EmulatedAccount } from "./provider/emulated-account.js";
export { rotatingProvider, type RotatingProvider } from "./provider/rotating-provider.js";
export { testProvider, type TestProvider, type TestProviderOptions } from "./provider/test-provider.js";
export { loadContext } from "./source/load-context.js";
export { scriptedSource, type ScriptedAnswer, type ScriptedSource } from "./source/scripted-source.js";
