import { canary } from "@credport/testing";
import { describe, expect, test } from "vitest";
import { answerError, type AnswerErrorContext } from "./answer-error.js";

const context: AnswerErrorContext = {
  service: "iam",
  action: "ListUsers",
  region: "ap-southeast-1",
  secrets: [canary.securityToken],
  throttleErrorCodes: new Set(),
};

function errorOf(status: number, body: object): ReturnType<typeof answerError> {
  return answerError({ status, headers: {}, text: JSON.stringify(body) }, body, context);
}

describe("6.3 what of an answer enters an error", () => {
  test("code and request id are cleaned like the server's text", () => {
    const error = errorOf(400, {
      ResponseMetadata: {
        RequestId: `r\n${canary.securityToken}`,
        Error: { Code: `Bad\u0007${canary.securityToken}`, Message: "a\r\nb" },
      },
    });
    expect(error).toMatchObject({ code: "Bad ***", requestId: "r ***", serverMessage: "a b" });
    expect(error?.message).toBe("Bad ***: iam ListUsers answered 400 (request r ***): a b");
  });

  test.each([
    [{ ResponseMetadata: { Error: { Code: "", Message: "why" } } }, "why"],
    [{ ResponseMetadata: { Error: { CodeN: 1, Message: "why" } } }, "why"],
    [{ HTTPCode: 400, message: "why" }, "why"],
    [{ ResponseMetadata: { Error: { Code: 5, Message: 6 } } }, undefined],
    [{ ResponseMetadata: [] }, undefined],
  ])("6.3: without a code, %j is HttpError, with what the server says if it says something", (body, serverMessage) => {
    const error = errorOf(400, body);
    expect([error?.code, error?.status, error?.serverMessage]).toEqual(["HttpError", 400, serverMessage]);
    expect(errorOf(200, body)).toBeUndefined();
  });

  test("a secret that the cut of the kept body runs through is not left in halves", () => {
    const error = errorOf(500, { Padding: `${"x".repeat(2_030)}${canary.securityToken}` });
    expect(error?.body).toContain("xxx");
    expect(error?.body).not.toContain(canary.securityToken.slice(0, 6));
  });

  test("the kept body is 2 KiB at most, and no character is torn", () => {
    const body = errorOf(500, { Padding: "é€".repeat(1_000) })?.body ?? "";
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(2_048);
    expect(body).not.toContain("\ufffd");
  });
});
