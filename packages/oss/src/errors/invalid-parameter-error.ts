/** A request that cannot be sent as it was asked for: found before any network use, so never retried. */
export class InvalidParameterError extends Error {
  override readonly name: string = "InvalidParameterError";
  /** The field or option at fault, e.g. `OperationInput.Bucket`. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** A field with a value that OSS cannot accept. */
export function invalidField(field: string, advice = ""): InvalidParameterError {
  return new InvalidParameterError(field, `invalid field, ${field}.${advice === "" ? "" : ` ${advice}`}`);
}

/** A required field that is missing. */
export function missingField(field: string): InvalidParameterError {
  return new InvalidParameterError(field, `missing required field, ${field}.`);
}

/** A body, or a piece of one, that is of no kind that can be sent. */
export function invalidTypeOfBody(): InvalidParameterError {
  return new InvalidParameterError("Body", "type not support, Body.");
}
