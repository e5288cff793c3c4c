import { inspect } from "node:util";
import { afterEach, expect, it, describe } from "vitest";
import {
  InvalidParameterError,
  OperationError,
  ServiceError,
  StaticCredentialsProvider,
  findServiceError,
  isServiceError,
} from "../src/index.js";
import { stubClient, stubServer, type StubHandler } from "./fixture.js";

const target = { bucket: "my-bucket", key: "key.txt" };
const open: AsyncDisposable[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

async function failure(
  handler: StubHandler,
  call: "getObject" | "headObject" | "putObject" = "getObject",
): Promise<unknown> {
  const server = await stubServer(handler);
  const client = stubClient(server);
  open.push(server, client);
  const input = call === "putObject" ? { ...target, callback: "e30=" } : target;
  return client[call](input, { retryMaxAttempts: 1 }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

const xml = (response: Parameters<StubHandler>[0], status: number, body: string, headers = {}): unknown =>
  response
    .writeHead(status, { "content-type": "application/xml", "x-oss-request-id": "HEADER-ID", ...headers })
    .end(body);

describe("6.2 message", () => {
  it("reads like the guide's", async () => {
    const body =
      "<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><RequestId>67CA</RequestId><EC>0026-00000001</EC></Error>";
    const error = await failure((response) => xml(response, 404, body, { date: "Fri, 07 Mar 2025 07:13:46 GMT" }));
    expect(error).toBeInstanceOf(OperationError);
    expect(inspect(error).split("\n")[0]).toMatch(
      /^OperationError: operation error GetObject: Error returned by Service\. Http Status Code: 404\. Error Code: NoSuchKey\. Request Id: 67CA\. Message: The specified key does not exist\.\. EC: 0026-00000001\. Timestamp: 2025-03-07 07:13:46 \+0000 UTC\. Request Endpoint: GET http:\/\/127\.0\.0\.1:\d+\/my-bucket\/key\.txt\.$/,
    );
    const refusal = findServiceError(error);
    expect(refusal).toBeInstanceOf(ServiceError);
    expect(refusal).toMatchObject({
      statusCode: 404,
      code: "NoSuchKey",
      requestId: "67CA",
      ec: "0026-00000001",
      serviceMessage: "The specified key does not exist.",
    });
    expect(refusal?.timestamp).toEqual(new Date("2025-03-07T07:13:46Z"));
    expect(Buffer.from(refusal?.snapshot ?? []).toString()).toBe(body);
    expect(isServiceError(error)).toBe(false);
  });

  it("holds no signature and no token", async () => {
    const server = await stubServer((response) => xml(response, 403, "<Error><Code>AccessDenied</Code></Error>"));
    const client = stubClient(server);
    open.push(server, client);
    const query = { "x-oss-signature": "canary-1", "security-token": "canary-2", Signature: "canary-3", plain: "kept" };
    const error = await client
      .invoke({ operation: "X", method: "GET", ...target, query })
      .catch((reason: unknown) => reason);
    expect(inspect(error)).not.toContain("canary");
    expect(inspect(error)).toContain("plain=kept");
  });
});

describe("6.3 building a ServiceError", () => {
  it("has no time when the answer has none", async () => {
    const error = await failure((response) => {
      response.sendDate = false;
      xml(response, 404, "<Error><Code>NoSuchKey</Code></Error>");
    });
    expect(findServiceError(error)).not.toHaveProperty("timestamp");
  });

  it("takes the body from x-oss-err", async () => {
    const document = Buffer.from("<Error><Code>NoSuchBucket</Code><Message>gone</Message><EC>1</EC></Error>").toString(
      "base64",
    );
    const error = await failure((response) => xml(response, 404, "", { "x-oss-err": document }), "headObject");
    expect(findServiceError(error)).toMatchObject({ code: "NoSuchBucket", requestId: "HEADER-ID", ec: "1" });
  });

  it("takes the body before x-oss-err, and says what it cannot read of either", async () => {
    const header = Buffer.from("<Error><Code>FromHeader</Code></Error>").toString("base64");
    const body = "<Error><Code>FromBody</Code></Error>";
    const both = await failure((response) => xml(response, 404, body, { "x-oss-err": header }));
    expect(findServiceError(both)?.code).toBe("FromBody");
    const garbage = await failure((response) => xml(response, 404, "", { "x-oss-err": "!!" }), "headObject");
    expect(findServiceError(garbage)).toMatchObject({
      code: "BadErrorResponse",
      serviceMessage: expect.stringMatching(
        /^Failed to parse xml from response body due to: .+\. With part response body /,
      ),
    });
    const empty = await failure((response) => xml(response, 500, ""));
    expect(findServiceError(empty)).toMatchObject({
      statusCode: 500,
      code: "BadErrorResponse",
      requestId: "HEADER-ID",
    });
  });

  it("reads JSON from x-oss-err, too", async () => {
    const header = Buffer.from('{"Error":{"Code":"A","Message":"m"}}').toString("base64");
    const headers = { "x-oss-err": header, "content-type": "application/json" };
    const error = await failure((response) => xml(response, 404, "", headers), "headObject");
    expect(findServiceError(error)).toMatchObject({ code: "A", serviceMessage: "m" });
  });

  it.each([304, 301, 404, 412, 600])("status %d is a refusal", async (status) => {
    const error = await failure((response) =>
      xml(response, status, status === 304 ? "" : "<Error><Code>X</Code></Error>"),
    );
    expect(findServiceError(error)?.statusCode).toBe(status);
  });

  it("falls back to BadErrorResponse, x-oss-request-id and x-oss-ec", async () => {
    const error = await failure((response) => xml(response, 404, "", { "x-oss-ec": "0003-1" }), "headObject");
    expect(findServiceError(error)).toMatchObject({ code: "BadErrorResponse", requestId: "HEADER-ID", ec: "0003-1" });
  });

  it.each([
    [
      "envelope",
      "application/json",
      '{"Error":{"Code":"A","Message":"m","RequestId":"r","EC":"e"}}',
      { code: "A", requestId: "r", ec: "e" },
    ],
    [
      "flat, any case",
      "APPLICATION/JSON; charset=utf-8",
      '{"code":"A","MESSAGE":"m"}',
      { code: "A", requestId: "HEADER-ID", ec: "E" },
    ],
    ["flat without a code", "application/json", '{"message":"m"}', { code: "Bad Gateway", ec: "E" }],
    ["flat with an EC of its own", "application/json", '{"Code":"A","Ec":"e"}', { code: "A", ec: "e" }],
    ["envelope in small letters", "application/json", '{"error":{"code":"A"}}', { code: "A", ec: "E" }],
    ["envelope without a code", "application/json", '{"Error":{}}', { code: "BadErrorResponse" }],
    ["nothing but a text", "application/json", '{"Error":"no"}', { code: "Bad Gateway" }],
    ["a list is no document", "application/json", '[{"Code":"A"}]', { code: "BadErrorResponse" }],
    ["another type of JSON is XML", "application/problem+json", "<Error><Code>A</Code></Error>", { code: "A" }],
  ])("json: %s", async (_name, type, body, expected) => {
    const error = await failure((response) => xml(response, 502, body, { "content-type": type, "x-oss-ec": "E" }));
    expect(findServiceError(error)).toMatchObject(expected);
  });

  it.each([
    ["xml", "application/xml", "<html>canary</html>"],
    ["xml", "text/html", "canary <"],
    ["xml", "application/xml", "<!DOCTYPE Error [<!ENTITY a 'b'>]><Error><Code>&a;</Code></Error>"],
    ["json", "application/json", "canary"],
    ["json", "application/json", '"canary"'],
  ])("6.3.5: %s that cannot be parsed is said so, with its beginning", async (format, type, body) => {
    const error = await failure((response) => xml(response, 400, body, { "content-type": type }));
    expect(findServiceError(error)?.serviceMessage).toContain(`Failed to parse ${format} from response body due to:`);
    const service = findServiceError(error);
    expect(service?.serviceMessage.endsWith(`. With part response body ${body}.`)).toBe(true);
  });

  it("6.3.5: quotes 256 bytes of it at most, and no secret of the request", async () => {
    const secrets = ["canary-secret", "canary/token+=="] as const;
    const echo = `${secrets.join(" ")} ${encodeURIComponent(secrets[1])} ${"x".repeat(300)}`;
    await using server = await stubServer((response) => xml(response, 400, echo));
    const credentialsProvider = new StaticCredentialsProvider("id", ...secrets);
    await using client = stubClient(server, { credentialsProvider });
    const error = await client.getObject(target, { retryMaxAttempts: 1 }).catch((thrown: unknown) => thrown);
    expect(findServiceError(error)?.serviceMessage).toMatch(/\. With part response body \*{3} \*{3} \*{3} x{244}\.$/);
    expect(inspect(error)).not.toContain("canary");
  });

  it.each([
    ["v1", "header", {}],
    ["v4", "header", {}],
    ["v1", "query", { authMethod: "query" }],
    ["v4", "query", { authMethod: "query" }],
  ] as const)("6.3: quotes no signature of %s in the %s", async (signatureVersion, _place, options) => {
    let signature = "";
    await using server = await stubServer((response, _attempt, request) => {
      const query = new URL(request.url ?? "", "http://h").searchParams;
      const inHeader = /(?:^OSS id:|,Signature=)(.+)$/.exec(request.headers.authorization ?? "")?.[1];
      signature = inHeader ?? query.get("x-oss-signature") ?? query.get("Signature") ?? "";
      xml(response, 400, `${signature} and ${encodeURIComponent(signature)}`);
    });
    const credentialsProvider = new StaticCredentialsProvider("id", "a-long-secret");
    await using client = stubClient(server, { credentialsProvider, signatureVersion });
    const error = await client
      .getObject(target, { retryMaxAttempts: 1, ...options })
      .catch((thrown: unknown) => thrown);
    expect(signature.length).toBeGreaterThan(20);
    expect(findServiceError(error)?.serviceMessage).toMatch(/response body \*{3} and \*{3}\.$/);
  });

  it("6.3.3: keeps code and text whole where a short secret is a piece of them", async () => {
    const body = "<Error><Code>SecurityTokenExpired</Code><Message>The security token has expired.</Message></Error>";
    await using server = await stubServer((response) => xml(response, 403, body));
    const credentialsProvider = new StaticCredentialsProvider("id", "re", "token");
    await using client = stubClient(server, { credentialsProvider });
    const error = await client.getObject(target).catch((thrown: unknown) => thrown);
    expect(findServiceError(error)).toMatchObject({
      code: "SecurityTokenExpired",
      serviceMessage: "The security token has expired.",
    });
  });

  it("a document of CDATA sections that never end is refused like any other, and costs no more", async () => {
    const body = `<Error>${"<![CDATA[".repeat(400_000)}</Error>`;
    const error = await failure((response) => xml(response, 404, body));
    expect(findServiceError(error)?.serviceMessage).toMatch(/^Failed to parse xml from response body due to: /);
  });

  it("6.3.4: takes a CDATA section as it stands, and decodes the text beside it", async () => {
    const body = "<Error><Code><![CDATA[A]]></Code><Message>&lt;<![CDATA[<b> &amp; ]]>&amp;</Message></Error>";
    const error = await failure((response) => xml(response, 400, body));
    expect(findServiceError(error)).toMatchObject({ code: "A", serviceMessage: "<<b> &amp; &" });
  });

  it("says when the body was not readable", async () => {
    const error = await failure((response) => {
      response.writeHead(404, { "content-length": "1000" }).write("<Error>", () => response.destroy());
    });
    expect(findServiceError(error)?.serviceMessage).toMatch(/^The body of the response was not readable/);
  });

  it("counts 203 to a request with a callback", async () => {
    const body = "<Error><Code>CallbackFailed</Code></Error>";
    expect(findServiceError(await failure((response) => xml(response, 203, body), "putObject"))?.code).toBe(
      "CallbackFailed",
    );
    expect(await failure((response) => xml(response, 203, "x"))).toBeUndefined();
  });

  it("parameter errors come bare", async () => {
    const error = await failure((response) => response.end());
    expect(error).toBeUndefined();
    const server = await stubServer((response) => response.end());
    const client = stubClient(server);
    open.push(server, client);
    await expect(client.getObject({ bucket: "B", key: "k" })).rejects.toBeInstanceOf(InvalidParameterError);
  });

  it("a document that is not what it should be is a ClientError with the request id", async () => {
    const server = await stubServer((response) => xml(response, 200, "<Other/>"));
    const client = stubClient(server);
    open.push(server, client);
    const error: unknown = await client.listObjectsV2({ bucket: "my-bucket" }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: "ClientError", code: "UnmarshalOutputFail" });
    expect(inspect(error)).toContain("HEADER-ID");
  });
});

describe("7.2 XML", () => {
  const page =
    (inner: string): StubHandler =>
    (response) =>
      xml(
        response,
        200,
        `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult><EncodingType>url</EncodingType>${inner}</ListBucketResult>`,
      );

  async function list(inner: string) {
    const server = await stubServer(page(inner));
    const client = stubClient(server);
    open.push(server, client);
    return { client, result: await client.listObjectsV2({ bucket: "my-bucket" }) };
  }

  it("makes one element a list of one and none an empty list", async () => {
    const one = await list(
      "<Contents><Key>a</Key><Size>1</Size></Contents><CommonPrefixes><Prefix>p%2F</Prefix></CommonPrefixes>",
    );
    expect(one.result.contents).toEqual([{ key: "a", size: 1 }]);
    expect(one.result.commonPrefixes).toEqual(["p/"]);
    const none = await list("<IsTruncated>false</IsTruncated>");
    expect(none.result.contents).toEqual([]);
    expect(none.result.commonPrefixes).toEqual([]);
  });

  it("decodes forms and entities, and keeps blanks", async () => {
    const { result } = await list("<Contents><Key>+a%2Bb&amp;&#x63;%E5%A4%8F </Key></Contents><Prefix>%zz</Prefix>");
    expect(result.contents[0]?.key).toBe(" a+b&c夏 ");
    expect(result.prefix).toBe("%zz");
  });

  it("refuses a number that would lose digits", async () => {
    const server = await stubServer(page("<Contents><Key>a</Key><Size>9007199254740993</Size></Contents>"));
    const client = stubClient(server);
    open.push(server, client);
    await expect(client.listObjectsV2({ bucket: "my-bucket" })).rejects.toThrow("kept exactly");
  });

  it("stops a listing that does not move on", async () => {
    const { client } = await list("<IsTruncated>true</IsTruncated><NextContinuationToken>same</NextContinuationToken>");
    const pages = client.listObjectsV2Pages({ bucket: "my-bucket" });
    await pages.nextPage();
    await pages.nextPage();
    await expect(pages.nextPage()).rejects.toMatchObject({ code: "PaginationStuck" });
    const endless = await list("<IsTruncated>true</IsTruncated>");
    const stuck = endless.client.listObjectsV2Pages({ bucket: "my-bucket" });
    await stuck.nextPage();
    await expect(stuck.nextPage()).rejects.toMatchObject({ code: "PaginationStuck" });
    expect(stuck.hasNext).toBe(false);
  });
});
