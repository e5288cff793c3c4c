/** A client package that an adapter drives. */
export interface Peer {
  /** Its name on npm. */
  readonly package: string;
  /** The versions the adapter is tested with: its peer range. */
  readonly range: string;
  /** `import.meta.url` of the adapter, which tells where to look for the version that is installed. */
  readonly from: string;
}
