import { jsonAnswer, type Answer } from "../http/answer.js";
import type { Exchange } from "../http/exchange.js";
import type { Bucket } from "../objects/bucket.js";
import { versionIdOf } from "../objects/object-version.js";
import type { ObjectStore } from "../objects/object-store.js";
import type { StoredObject } from "../objects/stored-object.js";
import type { ServiceContext } from "../services/service.js";
import type { ObjectResource } from "../signatures/signable-request.js";
import { readXml, type XmlElement } from "../xml/read-xml.js";
import { writeXml, type XmlFields } from "../xml/write-xml.js";
import type { Caller } from "./authentication/authenticate.js";
import type { Dialect } from "./dialect.js";
import { readJsonDocument, toJsonDocument } from "./json-document.js";
import { findVersion } from "./objects/find-version.js";
import { OssFailure } from "./oss-failure.js";

/** What an {@link OssCall} is made of. */
export interface OssCallFields {
  readonly exchange: Exchange;
  readonly context: ServiceContext;
  readonly store: ObjectStore;
  readonly dialect: Dialect;
  readonly resource: ObjectResource;
  readonly caller: Caller;
}

/** A request as operations see it: its signature verified, its bucket and key found. */
export class OssCall {
  readonly exchange: Exchange;
  readonly context: ServiceContext;
  readonly store: ObjectStore;
  readonly dialect: Dialect;
  readonly caller: Caller;
  readonly bucketName: string;
  readonly key: string;

  constructor(fields: OssCallFields) {
    this.exchange = fields.exchange;
    this.context = fields.context;
    this.store = fields.store;
    this.dialect = fields.dialect;
    this.caller = fields.caller;
    this.bucketName = fields.resource.bucket ?? "";
    this.key = fields.resource.key ?? "";
  }

  /** The emulator's time for this request, in ms. */
  get now(): number {
    return this.exchange.now();
  }

  /** The bucket; throws `NoSuchBucket`. */
  bucket(name: string = this.bucketName): Bucket {
    const bucket = this.store.buckets.get(name);
    if (bucket === undefined) throw new OssFailure("NoSuchBucket", { details: { BucketName: name } });
    return bucket;
  }

  /** The object, or the version of it that the query names; throws `NoSuchBucket` and what {@link findVersion} throws. */
  object(): StoredObject {
    return findVersion(this, this.bucket(), this.key, this.exchange.parameter("versionId"));
  }

  /** The header that names an object's version, where its bucket keeps versions. */
  versionHeader(object: StoredObject): Record<string, string | number> {
    return this.bucket().versioning === undefined ? {} : this.vendorHeaders({ "version-id": versionIdOf(object) });
  }

  /** A query item, decoded. */
  parameter(name: string): string | undefined {
    return this.exchange.parameter(name);
  }

  /** A header by its lower-case name. */
  header(name: string): string | undefined {
    return this.exchange.header(name);
  }

  /** A vendor header by its name without the prefix, e.g. `storage-class`. */
  vendorHeader(name: string): string | undefined {
    return this.exchange.header(this.dialect.headerPrefix + name);
  }

  /** Vendor headers for an answer, from their names without the prefix. */
  vendorHeaders(values: Readonly<Record<string, string | number | undefined>>): Record<string, string | number> {
    const headers: Record<string, string | number> = {};
    for (const name in values) {
      const value = values[name];
      if (value !== undefined) headers[this.dialect.headerPrefix + name] = value;
    }
    return headers;
  }

  /** An answer with a body in the dialect's format. */
  document(root: string, fields: XmlFields | string, headers?: Answer["headers"]): Answer {
    if (this.dialect.format === "json") return jsonAnswer(200, toJsonDocument(fields), headers);
    return { status: 200, headers: { "Content-Type": "application/xml", ...headers }, body: writeXml(root, fields) };
  }

  /** A body in the dialect's format; `undefined` when it has another form or another root. */
  readDocument(body: Buffer, root: string): XmlElement | undefined {
    return this.dialect.format === "json" ? readJsonDocument(body.toString()) : readXml(body.toString(), root);
  }
}
