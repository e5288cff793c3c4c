import { MaxComputeError } from "./maxcompute-error.js";

/** Why a configuration was refused. */
export type ConfigErrorCode = "MISSING_KEY" | "INLINE_COMMENT" | "SYNTAX" | "INVALID_VALUE";

/** A configuration file, DSN or environment that cannot be used. Its message never holds a value. */
export class ConfigError extends MaxComputeError {
  readonly code: ConfigErrorCode;
  /** The key it is about. */
  declare readonly key?: string;
  /** The line in the file, from 1. */
  declare readonly line?: number;

  constructor(
    code: ConfigErrorCode,
    message: string,
    fields: { readonly key?: string | undefined; readonly line?: number | undefined } = {},
  ) {
    super(message);
    this.code = code;
    if (fields.key !== undefined) this.key = fields.key;
    if (fields.line !== undefined) this.line = fields.line;
  }
}
