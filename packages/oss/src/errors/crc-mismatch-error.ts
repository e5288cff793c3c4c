/** The bytes that arrived are not those that were sent. */
export class CrcMismatchError extends Error {
  override readonly name: string = "CrcMismatchError";

  /** Both values in decimal. */
  constructor(client: string, server: string) {
    super(`crc is inconsistent, client ${client}, server ${server}`);
  }
}
