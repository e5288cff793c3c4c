import { InvalidParameterError } from "../errors/invalid-parameter-error.js";
import { abortMultipartUploadOperation } from "../operations/abort-multipart-upload.js";
import {
  completeMultipartUploadOperation,
  type CompleteMultipartUploadInput,
} from "../operations/complete-multipart-upload.js";
import { getObjectOperation, type GetObjectInput } from "../operations/get-object.js";
import { headObjectOperation, type HeadObjectInput } from "../operations/head-object.js";
import {
  initiateMultipartUploadOperation,
  type InitiateMultipartUploadInput,
} from "../operations/initiate-multipart-upload.js";
import { putObjectOperation, type PutObjectInput } from "../operations/put-object.js";
import type { UploadTarget } from "../operations/shared/part-target.js";
import type { Operation } from "../operations/shared/run.js";
import { uploadPartOperation, type UploadPartInput } from "../operations/upload-part.js";

/** The operations that can be presigned, with their requests. Bodies are left to whoever uses the URL. */
export interface PresignInputs {
  readonly GetObject: GetObjectInput;
  readonly PutObject: PutObjectInput;
  readonly HeadObject: HeadObjectInput;
  readonly InitiateMultipartUpload: InitiateMultipartUploadInput;
  readonly UploadPart: UploadPartInput;
  readonly CompleteMultipartUpload: CompleteMultipartUploadInput;
  readonly AbortMultipartUpload: UploadTarget;
}

/** The name of an operation that can be presigned. */
export type PresignOperationName = keyof PresignInputs;

/** How each request is turned into an operation; without a guess at the content type, which would have to be sent. */
const operations: { readonly [Name in PresignOperationName]: (input: PresignInputs[Name]) => Operation } = {
  GetObject: getObjectOperation,
  PutObject: putObjectOperation,
  HeadObject: headObjectOperation,
  InitiateMultipartUpload: (input) => initiateMultipartUploadOperation(input, false),
  UploadPart: uploadPartOperation,
  CompleteMultipartUpload: completeMultipartUploadOperation,
  AbortMultipartUpload: abortMultipartUploadOperation,
};

/** The operation behind a presigned URL. Throws `InvalidParameterError` for one that cannot be presigned. */
export function presignableOperation<Name extends PresignOperationName>(
  name: Name,
  input: PresignInputs[Name],
): Operation {
  const toOperation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (toOperation === undefined)
    throw new InvalidParameterError("request", `invalid field, request ${name} cannot be presigned.`);
  return toOperation(input);
}
