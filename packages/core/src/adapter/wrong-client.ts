import { CredentialsError } from "../errors/credentials-error.js";

/** The error for an argument that is not the client an adapter drives: says what was wanted and what to install. */
export function wrongClient(wanted: {
  readonly what: string;
  readonly package: string;
  readonly range: string;
}): CredentialsError {
  return new CredentialsError({
    code: "CONFIG_INVALID",
    message: `Expected ${wanted.what} from "${wanted.package}" ${wanted.range}. Install ${wanted.package}@"${wanted.range}" and pass that.`,
  });
}
