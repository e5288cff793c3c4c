/** A client package that an adapter drives. */
export interface Peer {
  /** Its name on npm. */
  readonly package: string;
  /** The versions the adapter is tested with, from the lowest on: its peer range, such as `^6.20.0`. */
  readonly range: string;
  /** What of it an entry point takes, such as "the OSS class". */
  readonly wanted: string;
  /** `import.meta.url` of the adapter, which tells where to look for the version that is installed; none in a CommonJS bundle. */
  readonly from: string | undefined;
}
