/** Bytes of a small object. */
export const smallBytes = 1024;

/** Bytes of a large object. */
export const largeBytes: number = 512 * 1024 * 1024;
