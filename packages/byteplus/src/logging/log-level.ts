/** What is logged: bits that may be added up. Most include the `Request` bit. */
export const LogLevel = {
  Off: 0,
  Request: 65_537,
  RequestBody: 65_539,
  RequestId: 65_541,
  Endpoint: 65_545,
  Config: 65_553,
  Signing: 65_569,
  Retries: 65_601,
  Response: 65_665,
  ResponseBody: 65_921,
  HttpBody: 66_435,
  RequestErrors: 66_560,
  EventStream: 67_584,
  InfoInputOutput: 69_632,
  DebugInputOutput: 73_728,
  All: 81_919,
} as const;

/** Whether a level has all bits of another. */
export function matchesLevel(level: number, bits: number): boolean {
  return (level & bits) === bits;
}
