import { inspect } from "node:util";
import { canaries as allCanaries } from "./canaries.js";

/**
 * Throws if a secret can be found anywhere in a value: in its printed forms (`inspect` with and without hidden properties, JSON,
 * `String()`), and in every own property, message, stack and cause below it. Encoded secrets (base64, URL, hex) count.
 * Accessors are not run: reading a secret by its name is what credentials are for.
 */
export function assertNoCanary(value: unknown, canaries: readonly string[] = allCanaries): void {
  const needles = canaries.flatMap((secret) => spellings(secret).map((spelling) => ({ secret, spelling })));
  for (const [where, text] of textsOf(value)) {
    const leak = needles.find(({ spelling }) => text.includes(spelling));
    if (leak !== undefined) throw new Error(`A secret ("${leak.secret.slice(0, 13)}...") shows in ${where}.`);
  }
}

function spellings(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const whole = ["base64", "base64url"] as const;
  return [
    ...[secret, encodeURIComponent(secret), bytes.toString("hex")],
    ...whole.map((encoding) => bytes.toString(encoding).replace(/=+$/, "")),
    ...(bytes.length < 8 ? [] : whole.flatMap((encoding) => insideOf(bytes, encoding))),
  ];
}

/** A secret in the Base64 of a longer text, as a password in a login: by the characters that hold none of its neighbours' bits. */
function insideOf(secret: Buffer, encoding: "base64" | "base64url"): string[] {
  return [0, 1, 2].map((bytesBefore) => {
    const text = Buffer.concat([Buffer.alloc(bytesBefore), secret]).toString(encoding);
    return text.slice(Math.ceil((bytesBefore * 4) / 3), Math.floor(((bytesBefore + secret.length) * 4) / 3));
  });
}

function* textsOf(value: unknown): Generator<readonly [where: string, text: string]> {
  yield ["inspect", inspect(value, { depth: null, maxArrayLength: null, maxStringLength: null })];
  yield ["inspect with showHidden", inspect(value, { depth: null, showHidden: true, maxStringLength: null })];
  yield ["String()", printed(() => String(value))];
  yield ["JSON", printed(() => JSON.stringify(value) ?? "")];
  yield* propertyTexts(value, "the value", new Set());
}

function* propertyTexts(value: unknown, where: string, seen: Set<unknown>): Generator<readonly [string, string]> {
  if (typeof value === "string") yield [where, value];
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (value instanceof Uint8Array) yield [where, new TextDecoder().decode(value)];
  if (value instanceof Map || value instanceof Set) yield* propertyTexts([...value], where, seen);
  for (const key of Reflect.ownKeys(value)) {
    const property = Reflect.getOwnPropertyDescriptor(value, key);
    if (property !== undefined && "value" in property) {
      yield* propertyTexts(property.value, `${where}.${String(key)}`, seen);
    }
  }
}

/** Cycles and unprintable objects print as nothing: they show no secret. */
function printed(print: () => string): string {
  try {
    return print();
  } catch {
    return "";
  }
}
