import { header, type Headers } from "./header-readers.js";
import type { FieldReaders } from "./parse-fields.js";

/** How the service encrypted an object. */
export interface EncryptionResult {
  readonly serverSideEncryption?: string;
  readonly serverSideDataEncryption?: string;
  readonly serverSideEncryptionKeyId?: string;
}

/** Readers of {@link EncryptionResult}. */
export const encryptionReaders: FieldReaders<Headers, EncryptionResult> = {
  serverSideEncryption: header("x-oss-server-side-encryption"),
  serverSideDataEncryption: header("x-oss-server-side-data-encryption"),
  serverSideEncryptionKeyId: header("x-oss-server-side-encryption-key-id"),
};
