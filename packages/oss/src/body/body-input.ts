/** Pieces of a body as they come: any Node or web stream, any generator. Text is sent as UTF-8. */
export type BodyPieces = AsyncIterable<Uint8Array | ArrayBuffer | ArrayBufferView | string>;

/** Opens a body anew for each attempt, which makes it replayable. */
export type BodyFactory = () => BodyPieces | Promise<BodyPieces>;

/** A body of known length that can be opened again, such as a file. */
export interface ReplayableBody {
  /** In bytes. */
  readonly length: number;
  /** Begins the body from its start; called once per attempt. */
  open(): BodyPieces | Promise<BodyPieces>;
}

/**
 * What an operation accepts as its body. Strings, bytes, blobs, factories and replayable bodies can be sent again by a retry; a
 * stream is sent once, unless it failed before its first byte was taken.
 */
export type BodyInput = string | Uint8Array | ArrayBuffer | Blob | BodyPieces | BodyFactory | ReplayableBody;
