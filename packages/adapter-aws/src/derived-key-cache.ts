/**
 * The cache aws4fetch keeps its derived keys in, by the secret. Bounded, since secrets rotate, and private, so that nobody who
 * prints the client sees one.
 */
export class DerivedKeyCache extends Map<string, ArrayBuffer> {
  readonly #entries = new Map<string, ArrayBuffer>();
  readonly #limit: number;

  constructor(limit: number) {
    super();
    this.#limit = limit;
  }

  override get(key: string): ArrayBuffer | undefined {
    return this.#entries.get(key);
  }

  override set(key: string, value: ArrayBuffer): this {
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= this.#limit && oldest !== undefined) this.#entries.delete(oldest);
    this.#entries.set(key, value);
    return this;
  }
}
