import { describe, expect, it } from "vitest";
import {
  bucket,
  creation,
  creationSent,
  date,
  emptyMd5,
  exchange,
  path,
  stored,
  target,
  vendorHeaders,
} from "./wire-fixture.js";

describe("7.2 listings and buckets, field by field", () => {
  const listed = `<ListBucketResult><Name>my-bucket</Name><Prefix>a+%2B</Prefix><StartAfter>s%2F</StartAfter><Marker>m%20</Marker>
    <MaxKeys>7</MaxKeys><Delimiter>%2F</Delimiter><IsTruncated>true</IsTruncated><ContinuationToken>t%3D</ContinuationToken>
    <NextContinuationToken>n%3D</NextContinuationToken><NextMarker>%E5%A4%8F</NextMarker><EncodingType>url</EncodingType><KeyCount>2</KeyCount>
    <Contents><Key>a%2Fb</Key><Type>Normal</Type><Size>48806000000000</Size><ETag>"E"</ETag><LastModified>2030-01-02T03:04:05.000Z</LastModified>
    <StorageClass>IA</StorageClass><Owner><ID>1</ID><DisplayName>d</DisplayName></Owner><RestoreInfo>ongoing-request="true"</RestoreInfo>
    <TransitionTime>2030-01-02T03:04:05.000Z</TransitionTime></Contents>
    <CommonPrefixes><Prefix>p%2F</Prefix></CommonPrefixes></ListBucketResult>`;
  const contents = [
    {
      key: "a/b",
      type: "Normal",
      size: 48_806_000_000_000,
      etag: '"E"',
      lastModified: date,
      storageClass: "IA",
      owner: { id: "1", displayName: "d" },
      restoreInfo: 'ongoing-request="true"',
      transitionTime: date,
    },
  ];
  const page = {
    name: bucket,
    prefix: "a +",
    delimiter: "/",
    maxKeys: 7,
    isTruncated: true,
    encodingType: "url",
    contents,
    commonPrefixes: ["p/"],
  };

  it("ListObjectsV2", async () => {
    const { sent, result } = await exchange(
      (client) =>
        client.listObjectsV2({
          bucket,
          delimiter: "/",
          startAfter: "s",
          continuationToken: "t=",
          maxKeys: 7,
          prefix: "a +",
          fetchOwner: true,
          requestPayer: "requester",
        }),
      { body: listed },
    );
    expect(`${sent.method} ${sent.path}`).toBe(
      "GET /my-bucket/?continuation-token=t%3D&delimiter=%2F&encoding-type=url&fetch-owner=true&list-type=2&max-keys=7&prefix=a%20%2B&start-after=s",
    );
    expect(vendorHeaders(sent.headers)).toEqual({
      "content-type": "application/octet-stream",
      "content-md5": emptyMd5,
      "x-oss-request-payer": "requester",
    });
    const own = { startAfter: "s/", continuationToken: "t=", nextContinuationToken: "n=", keyCount: 2 };
    expect(result).toMatchObject({ ...page, ...own });
  });

  it("ListObjects", async () => {
    const { sent, result } = await exchange(
      (client) => client.listObjects({ bucket, delimiter: "/", marker: "m", maxKeys: 0, prefix: "a" }),
      { body: listed },
    );
    expect(sent.path).toBe("/my-bucket/?delimiter=%2F&encoding-type=url&marker=m&prefix=a");
    expect(sent.headers["content-type"]).toBe("application/octet-stream");
    expect(result).toMatchObject({ ...page, marker: "m ", nextMarker: "夏" });
  });

  it("typed fields win over further query items and headers, those over defaults", async () => {
    const further = { "encoding-type": "", prefix: "further", "max-keys": "3" };
    const { sent, result } = await exchange(
      (client) =>
        client.listObjects(
          { bucket, prefix: "typed" },
          { query: further, headers: { "Content-Type": "text/further" } },
        ),
      { body: "<ListBucketResult><Prefix>a%2Fb</Prefix></ListBucketResult>" },
    );
    expect(sent.path).toBe("/my-bucket/?encoding-type&max-keys=3&prefix=typed");
    expect(sent.headers["content-type"]).toBe("text/further");
    expect(result.prefix).toBe("a%2Fb");
  });

  it("ListBuckets", async () => {
    const names = { marker: "m", maxKeys: 2, prefix: "p", tagKey: "k", tagValue: "v", tagging: "a:b" };
    const one = `<Bucket><Name>n</Name><Location>oss-r</Location><CreationDate>2030-01-02T03:04:05.000Z</CreationDate><StorageClass>IA</StorageClass>
      <ExtranetEndpoint>e</ExtranetEndpoint><IntranetEndpoint>i</IntranetEndpoint><Region>r</Region><ResourceGroupId>g</ResourceGroupId></Bucket>`;
    const { sent, result } = await exchange((client) => client.listBuckets({ ...names, resourceGroupId: "rg" }), {
      body: `<ListAllMyBucketsResult><Owner><ID>1</ID></Owner><Prefix>p</Prefix><Marker>m</Marker><MaxKeys>2</MaxKeys><IsTruncated>true</IsTruncated><NextMarker>x</NextMarker><Buckets>${one}</Buckets></ListAllMyBucketsResult>`,
    });
    expect(sent.path).toBe("/?marker=m&max-keys=2&prefix=p&tag-key=k&tag-value=v&tagging=a%3Ab");
    expect(sent.headers["x-oss-resource-group-id"]).toBe("rg");
    expect(result).toMatchObject({
      owner: { id: "1" },
      prefix: "p",
      marker: "m",
      maxKeys: 2,
      isTruncated: true,
      nextMarker: "x",
      buckets: [
        {
          name: "n",
          location: "oss-r",
          creationDate: date,
          storageClass: "IA",
          extranetEndpoint: "e",
          intranetEndpoint: "i",
          region: "r",
          resourceGroupId: "g",
        },
      ],
    });
  });

  it("PutBucket and DeleteBucket", async () => {
    const { sent } = await exchange((client) =>
      client.putBucket({
        bucket,
        acl: "private",
        resourceGroupId: "rg",
        storageClass: "IA",
        dataRedundancyType: "ZRS",
      }),
    );
    expect(`${sent.method} ${sent.path}`).toBe("PUT /my-bucket/");
    expect(sent.headers).toMatchObject({
      "content-type": "application/xml",
      "x-oss-acl": "private",
      "x-oss-resource-group-id": "rg",
    });
    expect(sent.body.toString()).toContain(
      "<CreateBucketConfiguration><StorageClass>IA</StorageClass><DataRedundancyType>ZRS</DataRedundancyType></CreateBucketConfiguration>",
    );
    const plain = await exchange((client) => client.putBucket({ bucket }));
    expect(plain.sent.body).toHaveLength(0);
    const removed = await exchange((client) => client.deleteBucket({ bucket }), { status: 204 });
    expect(`${removed.sent.method} ${removed.sent.path}`).toBe("DELETE /my-bucket/");
  });

  it("GetBucketInfo, without what is only said to be nothing", async () => {
    const { sent, result } = await exchange((client) => client.getBucketInfo({ bucket }), {
      body: `<BucketInfo><Bucket><Name>n</Name><Location>l</Location><CreationDate>2030-01-02T03:04:05.000Z</CreationDate><ExtranetEndpoint>e</ExtranetEndpoint>
        <IntranetEndpoint>i</IntranetEndpoint><AccessControlList><Grant>private</Grant></AccessControlList><DataRedundancyType>ZRS</DataRedundancyType><Owner><ID>1</ID></Owner>
        <StorageClass>IA</StorageClass><ResourceGroupId>g</ResourceGroupId><ServerSideEncryptionRule><SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>None</KMSMasterKeyID>
        <KMSDataEncryption>SM4</KMSDataEncryption></ServerSideEncryptionRule><Versioning>Enabled</Versioning><TransferAcceleration>Disabled</TransferAcceleration>
        <CrossRegionReplication>Disabled</CrossRegionReplication><AccessMonitor>Enabled</AccessMonitor><BucketPolicy><LogBucket>lb</LogBucket><LogPrefix>lp</LogPrefix></BucketPolicy>
        <Comment>c</Comment><BlockPublicAccess>true</BlockPublicAccess></Bucket></BucketInfo>`,
    });
    expect(sent.path).toBe("/my-bucket/?bucketInfo");
    expect(result.bucketInfo).toEqual({
      name: "n",
      location: "l",
      creationDate: date,
      extranetEndpoint: "e",
      intranetEndpoint: "i",
      acl: "private",
      dataRedundancyType: "ZRS",
      owner: { id: "1" },
      storageClass: "IA",
      resourceGroupId: "g",
      serverSideEncryptionRule: { sseAlgorithm: "KMS", kmsDataEncryption: "SM4" },
      versioning: "Enabled",
      transferAcceleration: "Disabled",
      crossRegionReplication: "Disabled",
      accessMonitor: "Enabled",
      bucketPolicy: { logBucket: "lb", logPrefix: "lp" },
      comment: "c",
      blockPublicAccess: true,
    });
  });

  it("GetBucketLocation and GetBucketStat, past what a number can hold", async () => {
    const located = await exchange((client) => client.getBucketLocation({ bucket }), {
      body: "<LocationConstraint>oss-r</LocationConstraint>",
    });
    expect(located.sent.path).toBe("/my-bucket/?location");
    expect(located.result.location).toBe("oss-r");
    const counted = await exchange((client) => client.getBucketStat({ bucket }), {
      body: "<BucketStat><Storage>9007199254740993</Storage><ObjectCount>2</ObjectCount><DeepColdArchiveStorage>3</DeepColdArchiveStorage></BucketStat>",
    });
    expect(counted.sent.path).toBe("/my-bucket/?stat");
    expect(counted.result).toMatchObject({ storage: 9007199254740993n, objectCount: 2n, multipartUploadCount: 0n });
    expect(counted.result.deepColdArchiveStorage).toBe(3n);
  });
});

describe("7.3 multipart, field by field", () => {
  const upload = { ...target, uploadId: "U+1" };

  it("InitiateMultipartUpload", async () => {
    const { sent, result } = await exchange((client) => client.initiateMultipartUpload({ ...target, ...creation }), {
      body: "<InitiateMultipartUploadResult><Bucket>my-bucket</Bucket><Key>a%2Fb+c</Key><UploadId>U</UploadId><EncodingType>url</EncodingType></InitiateMultipartUploadResult>",
    });
    expect(`${sent.method} ${sent.path}`).toBe(`POST ${path}?encoding-type=url&uploads`);
    expect(vendorHeaders(sent.headers)).toEqual({ ...creationSent, "content-length": "0", "content-md5": emptyMd5 });
    expect(result).toMatchObject({ bucket, key: "a/b c", uploadId: "U", encodingType: "url" });
  });

  it("InitiateMultipartUpload derives a content type, unless told not to", async () => {
    const body = "<InitiateMultipartUploadResult/>";
    const key = "a.JPG";
    const derived = await exchange((client) => client.initiateMultipartUpload({ bucket, key }), { body });
    expect(derived.sent.headers["content-type"]).toBe("image/jpeg");
    const plain = await exchange(
      (client) => client.initiateMultipartUpload({ bucket, key, disableContentTypeDetection: true }),
      { body },
    );
    expect(plain.sent.headers).not.toHaveProperty("content-type");
  });

  it("UploadPart", async () => {
    const { sent, result } = await exchange(
      (client) => client.uploadPart({ ...upload, partNumber: 1, body: "x", contentMd5: "bWQ1", trafficLimit: 245_760 }),
      { headers: { etag: "E", "content-md5": "M" } },
    );
    expect(`${sent.method} ${sent.path}`).toBe(`PUT ${path}?partNumber=1&uploadId=U%2B1`);
    expect(vendorHeaders(sent.headers)).toEqual({
      "content-length": "1",
      "content-md5": "bWQ1",
      "x-oss-traffic-limit": "245760",
    });
    expect(result).toMatchObject({ etag: "E", contentMd5: "M", hashCrc64: expect.stringMatching(/^\d+$/) });
  });

  it("CompleteMultipartUpload", async () => {
    const parts = [
      { partNumber: 10, etag: '"ten"' },
      { partNumber: 9, etag: "nine" },
    ];
    const options = { forbidOverwrite: true, objectAcl: "private" } as const;
    const { sent, result } = await exchange(
      (client) => client.completeMultipartUpload({ ...upload, ...options, parts }),
      {
        headers: stored,
        body: "<CompleteMultipartUploadResult><Location>l</Location><Bucket>my-bucket</Bucket><Key>a%2Fb</Key><ETag>X</ETag><EncodingType>url</EncodingType></CompleteMultipartUploadResult>",
      },
    );
    expect(`${sent.method} ${sent.path}`).toBe(`POST ${path}?encoding-type=url&uploadId=U%2B1`);
    expect(sent.headers).toMatchObject({ "x-oss-forbid-overwrite": "true", "x-oss-object-acl": "private" });
    expect(sent.body.toString()).toContain(
      "<CompleteMultipartUpload><Part><PartNumber>9</PartNumber><ETag>nine</ETag></Part><Part><PartNumber>10</PartNumber><ETag>&#34;ten&#34;</ETag></Part></CompleteMultipartUpload>",
    );
    expect(result).toMatchObject({ location: "l", bucket, key: "a/b", etag: "X", encodingType: "url", versionId: "V" });
    expect(result.hashCrc64).toBe("18446744073709551615");
    expect(parts.map(({ partNumber }) => partNumber)).toEqual([10, 9]);
  });

  it("CompleteMultipartUpload of all parts has no body; with a callback, its answer", async () => {
    const { sent, result } = await exchange(
      (client) => client.completeMultipartUpload({ ...upload, completeAll: "yes", callback: "e30=" }),
      { body: '{"ok":true}' },
    );
    expect(sent.headers).toMatchObject({ "x-oss-complete-all": "yes", "x-oss-callback": "e30=" });
    expect(sent.body).toHaveLength(0);
    expect(result.callbackResult).toEqual({ ok: true });
    const common = { headers: { "X-Oss-Callback": "e30=" } };
    const byHeader = await exchange((client) => client.completeMultipartUpload({ ...upload, parts: [] }, common), {
      body: '{"ok":true}',
    });
    expect(byHeader.result.callbackResult).toEqual({ ok: true });
    const unset = await exchange((client) => client.completeMultipartUpload({ ...upload, parts: [], callback: "" }), {
      body: "<CompleteMultipartUploadResult><Location>l</Location></CompleteMultipartUploadResult>",
    });
    expect(unset.result).toMatchObject({ location: "l" });
    expect(unset.result).not.toHaveProperty("callbackResult");
  });

  it("AbortMultipartUpload", async () => {
    const { sent, result } = await exchange((client) => client.abortMultipartUpload(upload), { status: 204 });
    expect(`${sent.method} ${sent.path}`).toBe(`DELETE ${path}?uploadId=U%2B1`);
    expect(result.statusCode).toBe(204);
  });

  it("ListParts", async () => {
    const part =
      '<Part><PartNumber>3</PartNumber><ETag>"E"</ETag><LastModified>2030-01-02T03:04:05.000Z</LastModified><Size>5</Size><HashCrc64ecma>18446744073709551615</HashCrc64ecma></Part>';
    const { sent, result } = await exchange(
      (client) => client.listParts({ ...upload, maxParts: 2, partNumberMarker: 1 }),
      {
        body: `<ListPartsResult><EncodingType>url</EncodingType><Bucket>my-bucket</Bucket><Key>a%2Fb</Key><UploadId>U</UploadId><PartNumberMarker>1</PartNumberMarker>
          <NextPartNumberMarker>3</NextPartNumberMarker><MaxParts>2</MaxParts><IsTruncated>true</IsTruncated><StorageClass>IA</StorageClass>${part}</ListPartsResult>`,
      },
    );
    expect(sent.path).toBe(`${path}?encoding-type=url&max-parts=2&part-number-marker=1&uploadId=U%2B1`);
    expect(result).toMatchObject({
      bucket,
      key: "a/b",
      uploadId: "U",
      partNumberMarker: 1,
      nextPartNumberMarker: 3,
      maxParts: 2,
      isTruncated: true,
      storageClass: "IA",
      parts: [{ partNumber: 3, etag: '"E"', lastModified: date, size: 5, hashCrc64: "18446744073709551615" }],
    });
  });

  it("ListMultipartUploads", async () => {
    const names = { delimiter: "/", prefix: "p", keyMarker: "k", uploadIdMarker: "u", maxUploads: 3 };
    const { sent, result } = await exchange((client) => client.listMultipartUploads({ bucket, ...names }), {
      body: `<ListMultipartUploadsResult><EncodingType>url</EncodingType><Bucket>my-bucket</Bucket><KeyMarker>k%2B</KeyMarker><UploadIdMarker>u</UploadIdMarker>
        <NextKeyMarker>n%2B</NextKeyMarker><NextUploadIdMarker>nu</NextUploadIdMarker><Prefix>p%2F</Prefix><Delimiter>%2F</Delimiter><MaxUploads>3</MaxUploads>
        <IsTruncated>true</IsTruncated><Upload><Key>a%2Fb</Key><UploadId>U</UploadId><Initiated>2030-01-02T03:04:05.000Z</Initiated></Upload>
        <CommonPrefixes><Prefix>c%2F</Prefix></CommonPrefixes></ListMultipartUploadsResult>`,
    });
    expect(sent.path).toBe(
      "/my-bucket/?delimiter=%2F&encoding-type=url&key-marker=k&max-uploads=3&prefix=p&upload-id-marker=u&uploads",
    );
    expect(result).toMatchObject({
      bucket,
      keyMarker: "k+",
      uploadIdMarker: "u",
      nextKeyMarker: "n+",
      nextUploadIdMarker: "nu",
      prefix: "p/",
      delimiter: "/",
      maxUploads: 3,
      isTruncated: true,
      uploads: [{ key: "a/b", uploadId: "U", initiated: date }],
      commonPrefixes: ["c/"],
    });
  });
});
