import { withoutSecrets } from "@credport/core/adapter";
import { redactJson } from "./parse-and-redact.js";

const mask = "***";

/** Stands for any value, to find out whether a field is masked. */
const probe = "probe";

/** Fields whose values are never written, in any case and with or without separators: `SessionToken`, `session_token`. */
const secretFields: ReadonlySet<string> = new Set([
  "authorization",
  "proxyauthorization",
  "xsecuritytoken",
  "xsignature",
  "sessiontoken",
  "securitytoken",
  "secretaccesskey",
  "accesskeysecret",
  "secretkey",
  "oidctoken",
  "samlresp",
  "clientsecret",
  "refreshtoken",
  "accesstoken",
  "privatekey",
  "password",
]);

const keyIdFields: ReadonlySet<string> = new Set(["accesskeyid", "accesskey", "xcredential"]);

/** What a request was signed with. */
export interface SignedWith {
  /** Absent: the request is anonymous. */
  readonly accessKeyId: string | undefined;
  readonly secrets: readonly string[];
}

/** Removes secrets from what is logged. `extra`: further field names, or parts of them, as in the reference. */
export class Redactor {
  readonly #extra: readonly string[];

  constructor(extra: readonly string[] = []) {
    this.#extra = extra.map(normalized).filter((name) => name !== "");
  }

  /** A field's value as it may be written. */
  readonly field = (name: string, value: string): string => {
    const key = normalized(name);
    if (key === "authorization" && value.includes("Credential=")) return maskedAuthorization(value);
    if (secretFields.has(key) || this.#extra.some((name) => key.includes(name))) return value === "" ? "" : mask;
    return keyIdFields.has(key) ? lastCharacters(value) : value;
  };

  headers(headers: Readonly<Record<string, string>>): string {
    return Object.entries(headers)
      .map(([name, value]) => `${name}: ${this.field(name, value)}`)
      .join("\n");
  }

  /** A query or form, its values readable except for the secret ones. */
  pairs(text: string): string {
    return text
      .split("&")
      .map((pair) => {
        const equals = pair.indexOf("=");
        if (equals < 0) return pair;
        const name = pair.slice(0, equals);
        return `${name}=${this.#flattened(decoded(name), pair.slice(equals + 1))}`;
      })
      .join("&");
  }

  /** The value of a flattened field: all of what a secret list or object holds is secret. */
  #flattened(name: string, value: string): string {
    return (
      name
        .split(".")
        .map((part) => this.field(part, value))
        .find((shown) => shown !== value) ?? value
    );
  }

  /** A text without what a request was signed with, wherever that stands. Of the key id the last four characters stay. */
  text(text: string, { accessKeyId, secrets }: SignedWith): string {
    return withoutSecrets(withoutSecrets(text, secrets), [accessKeyId], maskedKeyId(accessKeyId ?? ""));
  }

  /** A value as JSON, by field. One that is none, such as a cycle a hook has made, is no reason for a call to fail. */
  value(value: unknown, signedWith?: SignedWith): string {
    try {
      const text = JSON.stringify(value, (_name, item: unknown) => (typeof item === "bigint" ? String(item) : item));
      return this.body(text ?? "none", signedWith);
    } catch {
      return "not to be shown as JSON";
    }
  }

  /** A body: JSON and forms by field, anything else up to the name of a secret field. */
  body(body: string | Uint8Array | undefined, signedWith?: SignedWith): string {
    if (body === undefined || body.length === 0) return "";
    const text = typeof body === "string" ? body : Buffer.from(body).toString("utf8");
    const json = redactJson(text, this.field);
    const isForm = /^[^\s<{["=&]+=[^\s<]*$/.test(text);
    const shown = json ?? (isForm ? this.pairs(text) : this.#unstructured(text));
    return signedWith === undefined ? shown : this.text(shown, signedWith);
  }

  /** Where a value ends cannot be told in a text of no known form, such as JSON that was cut off. */
  #unstructured(text: string): string {
    for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}_-]+/gu)) {
      if (this.field(word, probe) !== probe) return `${text.slice(0, index + word.length)} ${mask}`;
    }
    return text;
  }
}

function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function maskedAuthorization(value: string): string {
  return value
    .replace(/Credential=([^/,]*)/, (_all, keyId: string) => `Credential=${lastCharacters(keyId)}`)
    .replace(/Signature=[^,\s]*/, `Signature=${mask}`);
}

/** A key id, masked, and the scope after it. */
function lastCharacters(value: string): string {
  const [keyId = "", ...scope] = decoded(value).split("/");
  return [maskedKeyId(keyId), ...scope].join("/");
}

/** The last four characters, of something more than twice as long. */
function maskedKeyId(keyId: string): string {
  return keyId.length > 8 ? `${mask}${keyId.slice(-4)}` : mask;
}
