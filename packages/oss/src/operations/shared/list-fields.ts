import type { FieldReaders } from "./parse-fields.js";
import {
  child,
  decodedTextOrEmpty,
  text,
  textOrEmpty,
  time,
  wholeOrZero,
  type XmlReader,
  type XmlSource,
} from "./xml-readers.js";

/** Who owns something. */
export interface Owner {
  readonly id: string;
  readonly displayName?: string;
}

/** An object in a listing. */
export interface ObjectSummary {
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  readonly etag?: string;
  readonly lastModified?: Date;
  readonly type?: string;
  readonly storageClass?: string;
  readonly owner?: Owner;
  /** How far a restore has come, as the service writes it. */
  readonly restoreInfo?: string;
  readonly transitionTime?: Date;
}

/** Reads an `Owner` element. */
export const owner: XmlReader<Owner> = child<Owner>("Owner", {
  id: textOrEmpty("ID"),
  displayName: text("DisplayName"),
});

/** Readers of {@link ObjectSummary}. */
export const objectSummaryReaders: FieldReaders<XmlSource, ObjectSummary> = {
  key: decodedTextOrEmpty("Key"),
  size: wholeOrZero("Size"),
  etag: text("ETag"),
  lastModified: time("LastModified"),
  type: text("Type"),
  storageClass: text("StorageClass"),
  owner,
  restoreInfo: text("RestoreInfo"),
  transitionTime: time("TransitionTime"),
};

/** Default headers of list requests, as the OSS v2 SDKs send it. */
export const listHeaders: Readonly<Record<string, string>> = { "content-type": "application/octet-stream" };
