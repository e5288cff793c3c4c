import type { BodyInput } from "../body/body-input.js";
import type { ClientRuntime } from "../client/client-runtime.js";
import type { CallOptions } from "../client/operation-input.js";
import { requireFields } from "../client/require-fields.js";
import { ClientError } from "../errors/client-error.js";
import { appendObject, type AppendObjectInput, type AppendObjectResult } from "../operations/append-object.js";
import { isMissingObject } from "../operations/existence.js";
import { headObject } from "../operations/head-object.js";

/** What is appended to, and how it is made when it does not exist. */
export type AppendFileInput = Omit<
  AppendObjectInput,
  "position" | "initialHashCrc64" | "body" | "contentLength" | "contentMd5" | "onProgress"
>;

/** An appendable object that is written like a file: it knows where it ends, and checks the CRC-64 of all it holds. */
export class ObjectAppender {
  readonly #runtime: ClientRuntime;
  readonly #input: AppendFileInput;
  readonly #options: CallOptions;
  #position: number;
  #crc: string | undefined;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(
    runtime: ClientRuntime,
    input: AppendFileInput,
    options: CallOptions,
    end: { readonly position: number; readonly crc: string | undefined },
  ) {
    this.#runtime = runtime;
    this.#input = input;
    this.#options = options;
    this.#position = end.position;
    this.#crc = end.crc;
  }

  /** Looks where the object ends. Rejects with `ClientError` for an object that cannot be appended to. */
  static async open(
    runtime: ClientRuntime,
    input: AppendFileInput,
    options: CallOptions = {},
  ): Promise<ObjectAppender> {
    requireFields(input, "bucket", "key");
    try {
      const { bucket, key, requestPayer } = input;
      const object = await headObject(runtime, { bucket, key, requestPayer }, options);
      if (object.objectType !== "Appendable") {
        throw new ClientError(
          "NotAppendable",
          "appending",
          new Error(`the object is of type ${object.objectType ?? "unknown"}`),
        );
      }
      const position = object.nextAppendPosition ?? object.contentLength;
      return new ObjectAppender(runtime, input, options, { position, crc: object.hashCrc64 });
    } catch (error) {
      if (!isMissingObject(error)) throw error;
      return new ObjectAppender(runtime, input, options, { position: 0, crc: "0" });
    }
  }

  /** Where the object ends. */
  get position(): number {
    return this.#position;
  }

  /** Adds a body to the end. Writes are carried out one after the other. */
  write(body: BodyInput): Promise<AppendObjectResult> {
    const written = this.#writing.then(() => this.#append(body));
    this.#writing = written.catch(() => undefined);
    return written;
  }

  async #append(body: BodyInput): Promise<AppendObjectResult> {
    const input = { ...this.#input, body, position: this.#position, initialHashCrc64: this.#crc };
    const result = await appendObject(this.#runtime, input, this.#options);
    this.#position = result.nextPosition;
    this.#crc = result.hashCrc64;
    return result;
  }
}
