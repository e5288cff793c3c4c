const throttleCodes: ReadonlySet<string> = new Set([
  "ProvisionedThroughputExceededException",
  "Throttling",
  "ThrottlingException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "TooManyRequestsException",
  "PriorRequestNotComplete",
  "TransactionInProgressException",
  "FlowLimitExceeded",
]);

/** Whether an error code asks for fewer calls: the reference's list, and the gateway's `FlowLimitExceeded` with its kin. */
export function isThrottleCode(code: string): boolean {
  return throttleCodes.has(code) || code.startsWith("FlowLimitExceeded.");
}
