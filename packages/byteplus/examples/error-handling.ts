import {
  BytePlusAbortError,
  BytePlusClient,
  BytePlusConfigError,
  BytePlusCredentialsError,
  BytePlusError,
  BytePlusNetworkError,
  BytePlusParamError,
  BytePlusServiceError,
  Ecs,
  type BytePlusOptions,
  type CallOptions,
} from "@credport/byteplus";

/** Makes a key pair, and says which of the four kinds of failure it met, if any. */
export async function createKeyPair(
  options: BytePlusOptions,
  keyPairName: string,
  callOptions: CallOptions = {},
): Promise<string> {
  try {
    await using client = new BytePlusClient(options);
    const input = { KeyPairName: keyPairName, Tags: [{ Key: "testTag" }] };
    const pair = await new Ecs(client).createKeyPair(input, callOptions);
    return `created ${pair.KeyPairId}`;
  } catch (error) {
    if (error instanceof BytePlusParamError)
      return `1. client error (parameter validation): ${error.code} ${error.field}`;
    if (error instanceof BytePlusConfigError) return `1. client error (configuration): ${error.code}`;
    if (error instanceof BytePlusCredentialsError) return `1. client error (credentials): ${error.code}`;
    if (error instanceof BytePlusServiceError) {
      return `2. server error: ${error.code} ${error.status} ${error.requestId ?? "no request id"}`;
    }
    if (error instanceof BytePlusAbortError) return "3. network or timeout: aborted by the caller";
    if (error instanceof BytePlusNetworkError) {
      if (error.code === "RequestCanceled") return "3. network or timeout: the call's time ran out";
      if (error.phase === "dns") return "3. network or timeout: the name does not resolve";
      if (error.timeout)
        return `3. network or timeout: time-out while ${error.phase === "connect" ? "connecting" : "reading"}`;
      return `3. network or timeout: ${error.errno ?? error.code}`;
    }
    if (error instanceof BytePlusError) return `4. other error (${error.kind}): ${error.code}`;
    throw error;
  }
}
