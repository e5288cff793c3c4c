import { CredentialsError, isCredentialsError, type CredentialsSource, type LoadContext } from "@credport/core";
import { configInvalid, roleRequest, type RoleOptions } from "./sts/role-options.js";
import { requestUnsignedSession } from "./sts/unsigned-session.js";

/** Options of {@link assumeRoleWithSaml}. */
export interface AssumeRoleWithSamlOptions extends RoleOptions {
  readonly roleTrn: string;
  /** `trn:iam::<account id>:saml-provider/<name>`. */
  readonly samlProviderTrn: string;
  /** The assertion in base64, or a function asked at each load, since assertions are short-lived. */
  readonly samlAssertion: string | ((context: { readonly signal: AbortSignal }) => string | Promise<string>);
}

/** Sessions of a role for a SAML assertion. Throws `CONFIG_INVALID` for missing or wrong options. */
export function assumeRoleWithSaml(options: AssumeRoleWithSamlOptions): CredentialsSource {
  const { roleTrn, samlProviderTrn, samlAssertion } = options;
  const request = roleRequest(options, 10_000);
  if (!roleTrn) throw configInvalid('"roleTrn" is missing.', "SamlRoleTrnMissing");
  if (!samlProviderTrn) throw configInvalid('"samlProviderTrn" is missing.', "SamlProviderTrnMissing");
  if (!samlAssertion) throw configInvalid('"samlAssertion" is missing.', "SamlAssertionMissing");
  return Object.freeze({
    name: "saml",
    load: async (context: LoadContext) => {
      const assertion = typeof samlAssertion === "string" ? samlAssertion : await ask(samlAssertion, context.signal);
      if (!assertion) throw configInvalid('"samlAssertion" answered with nothing.', "SamlAssertionMissing");
      return requestUnsignedSession(context, request, { action: "AssumeRoleWithSAML", source: "saml" }, [
        ["RoleTrn", roleTrn],
        ["SAMLProviderTrn", samlProviderTrn],
        ["SAMLResp", assertion],
      ]);
    },
  });
}

type AskForAssertion = Exclude<AssumeRoleWithSamlOptions["samlAssertion"], string>;

async function ask(samlAssertion: AskForAssertion, signal: AbortSignal): Promise<string> {
  try {
    return await samlAssertion({ signal });
  } catch (error) {
    if (isCredentialsError(error)) throw error;
    const cause = error instanceof Error ? error : undefined;
    throw new CredentialsError({ code: "SOURCE_FAILED", message: '"samlAssertion" threw; see the cause.', cause });
  }
}
