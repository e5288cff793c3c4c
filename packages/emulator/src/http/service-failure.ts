import type { Answer } from "./answer.js";

/** What a {@link ServiceFailure} carries beside status, code and text. */
export interface FailureFields {
  readonly headers?: Answer["headers"];
  /** Further elements of the vendor's error body, in order, e.g. `StringToSign` or `BucketName`. */
  readonly details?: Readonly<Record<string, string>> | undefined;
}

/** An error a service answers with. Services throw it; the service's own `renderFailure` gives it the vendor's form. */
export class ServiceFailure extends Error {
  override readonly name: string = "ServiceFailure";
  readonly status: number;
  readonly code: string;
  readonly headers: Answer["headers"];
  readonly details: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, fields: FailureFields = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = fields.headers;
    this.details = fields.details ?? {};
  }
}
