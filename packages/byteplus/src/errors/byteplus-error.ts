/** The guide's four kinds of failure: before the request, from the server, on the way, and anything else. */
export type BytePlusErrorKind = "client" | "server" | "network" | "other";

/** What every error of this package is made from. */
export interface BytePlusErrorFields {
  /** The reference's word, or the server's code. */
  readonly code: string;
  /** Our own words; never a secret, a signature or a signed URL. */
  readonly message: string;
  /** A later call may succeed without a change. Default `false`. */
  readonly retryable?: boolean | undefined;
  readonly cause?: unknown;
}

/** Shared by every copy of this package in one process, so that `instanceof` works across them. */
const brand: unique symbol = Symbol.for("@credport/byteplus/error");

/** The base of all errors a client call throws. By itself: what fits no other class (kind `other`). */
export class BytePlusError extends Error {
  /** The name under which copies of this package know the class. */
  static readonly marker: string = "BytePlusError";

  readonly code: string;
  readonly kind: BytePlusErrorKind = "other";
  readonly retryable: boolean;

  constructor(fields: BytePlusErrorFields) {
    super(fields.message, fields.cause === undefined ? undefined : { cause: fields.cause });
    Object.defineProperty(this, brand, { value: markersOf(new.target) });
    Object.defineProperty(this, "name", { value: new.target.marker, configurable: true, writable: true });
    this.code = fields.code;
    this.retryable = fields.retryable ?? false;
  }

  /** `instanceof` by marker; a class without a marker of its own goes by its prototype. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (!Object.hasOwn(this, "marker")) return Function.prototype[Symbol.hasInstance].call(this, value);
    if (typeof value !== "object" || value === null || !(brand in value)) return false;
    return Array.isArray(value[brand]) && value[brand].includes(this.marker);
  }

  /** Name, message and the enumerable fields; neither the cause nor a raw body. */
  toJSON(): Record<string, unknown> {
    return Object.fromEntries([["name", this.name], ["message", this.message], ...Object.entries(this)]);
  }
}

function markersOf(constructor: typeof BytePlusError): readonly string[] {
  const markers: string[] = [];
  let prototype: unknown = constructor;
  while (typeof prototype === "function" && "marker" in prototype) {
    if (typeof prototype.marker === "string" && !markers.includes(prototype.marker)) markers.push(prototype.marker);
    prototype = Object.getPrototypeOf(prototype);
  }
  return markers;
}
