/** What the official credentials tool calls the kinds of source that Credport names otherwise (spec "alibaba-credentials" 1.1). */
const vendorTypes: Readonly<Record<string, string>> = {
  static_ak: "access_key",
  static_sts: "sts",
  credential_uri: "credentials_uri",
};

/** The vendor's `type` for a provider of this name. Most kinds, and anything unknown, keep their own name. */
export function vendorType(providerName: string): string {
  return vendorTypes[providerName] ?? providerName;
}
