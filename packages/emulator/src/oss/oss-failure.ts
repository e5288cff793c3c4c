import { ServiceFailure, type FailureFields } from "../http/service-failure.js";

/** Status and text of an error code, and its diagnosis code (`EC`) where the vendor's pages name it. */
type Entry = readonly [status: number, text: string, ec?: string];

/** The codes OSS answers with, from its public error pages. */
const CODES = {
  AccessDenied: [403, "You have no right to access this object because of bucket acl.", "0003-00000001"],
  AuthorizationHeaderMalformed: [400, "The authorization header is malformed."],
  BadDigest: [400, "The Content-MD5 you specified did not match what we received."],
  BucketAlreadyExists: [409, "The requested bucket name is not available."],
  BucketAlreadyOwnedByYou: [409, "Your previous request to create the named bucket succeeded and you already own it."],
  BucketNotEmpty: [409, "The bucket you tried to delete is not empty."],
  EntityTooLarge: [400, "Your proposed upload exceeds the maximum allowed object size."],
  EntityTooSmall: [400, "Your proposed upload is smaller than the minimum allowed size."],
  ExpiredToken: [400, "The provided token has expired."],
  FileAlreadyExists: [409, "The object you specified already exists and can not be overwritten."],
  IncompleteBody: [400, "The request body is shorter than its Content-Length."],
  InvalidAccessKeyId: [403, "The OSS Access Key Id you provided does not exist in our records.", "0002-00000902"],
  InvalidArgument: [400, "An argument is invalid."],
  InvalidBucketName: [400, "The specified bucket is not valid."],
  InvalidDigest: [400, "The Content-MD5 you specified was invalid."],
  InvalidObjectName: [400, "The length of object name must between 1 and 1023."],
  InvalidObjectState: [403, "The operation is not valid for the object's state."],
  InvalidPart: [
    400,
    "One or more of the specified parts could not be found or the specified entity tag might not have matched the part's entity tag.",
  ],
  InvalidPartOrder: [
    400,
    "The list of parts was not in ascending order. Parts list must specified in order by part number.",
  ],
  InvalidRange: [416, "The requested range cannot be satisfied."],
  InvalidRequest: [400, "The request is invalid."],
  InvalidSecurityToken: [403, "The security token you provided is invalid.", "0002-00000006"],
  InvalidTargetType: [400, "The symbolic's target type is invalid."],
  InvalidToken: [400, "The provided token is malformed or otherwise invalid."],
  MalformedXML: [400, "The XML you provided was not well-formed or did not validate against our published schema."],
  MethodNotAllowed: [405, "The specified method is not allowed against this resource."],
  MissingArgument: [400, "A required argument is missing."],
  MissingContentLength: [411, "You must provide the Content-Length HTTP header."],
  NoSuchBucket: [404, "The specified bucket does not exist.", "0015-00000101"],
  NoSuchKey: [404, "The specified key does not exist.", "0026-00000001"],
  NoSuchUpload: [
    404,
    "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.",
  ],
  NoSuchVersion: [404, "The specified version does not exist."],
  NotImplemented: [501, "A header you provided implies functionality that is not implemented."],
  ObjectNotAppendable: [409, "The object is not appendable."],
  OperationNotSupported: [400, "The operation is not supported for this resource."],
  PositionNotEqualToLength: [409, "Position is not equal to file length."],
  PreconditionFailed: [412, "At least one of the pre-conditions you specified did not hold."],
  RequestTimeTooSkewed: [
    403,
    "The difference between the request time and the current time is too large.",
    "0002-00000504",
  ],
  RestoreAlreadyInProgress: [409, "The restore operation is in progress."],
  SecondLevelDomainForbidden: [
    403,
    "The bucket you are attempting to access must be addressed using OSS third level domain.",
    "0003-00001401",
  ],
  SecurityTokenExpired: [403, "The security token you provided has expired.", "0002-00000007"],
  SignatureDoesNotMatch: [
    403,
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
    "0002-00000040",
  ],
  SymlinkTargetNotExist: [404, "The symlink target object does not exist."],
  XAmzContentSHA256Mismatch: [400, "The provided 'x-amz-content-sha256' header does not match what was computed."],
} as const;

/** An error code of OSS. */
export type OssCode = keyof typeof CODES;

/** What may be said beside the code. */
export interface OssFailureFields extends FailureFields {
  /** Default: the code's usual text. */
  readonly message?: string | undefined;
  /** The diagnosis code, where it differs from the code's usual one. */
  readonly ec?: string | undefined;
}

/** A failure in OSS's terms; status, text and `EC` follow from the code. */
export class OssFailure extends ServiceFailure {
  override readonly name = "OssFailure";

  constructor(code: OssCode, fields: OssFailureFields = {}) {
    const [status, text, usualEc]: Entry = CODES[code];
    const ec = fields.ec ?? usualEc;
    super(status, code, fields.message ?? text, {
      headers: fields.headers,
      details: { ...fields.details, ...(ec === undefined ? {} : { EC: ec }) },
    });
  }
}

/** An argument, a header or a query item, that has a value it may not have. */
export function invalidArgument(name: string, value: string, message: string, ec?: string): OssFailure {
  return new OssFailure("InvalidArgument", { message, ec, details: { ArgumentName: name, ArgumentValue: value } });
}
