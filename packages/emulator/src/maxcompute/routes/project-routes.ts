import { httpDate } from "../../clock/http-date.js";
import type { Answer } from "../../http/answer.js";
import type { XmlFields } from "../../xml/write-xml.js";
import type { BearerTokens } from "../bearer-tokens.js";
import { badRequest } from "../failures.js";
import { page, xmlAnswer, type RestCall } from "./rest-call.js";

function projectFields({ project }: RestCall): XmlFields {
  return {
    Name: project.name,
    Type: "managed",
    Comment: "",
    State: "AVAILABLE",
    Region: project.region,
    Owner: project.owner,
    CreationTime: httpDate(project.createdAt),
    LastModifiedTime: httpDate(project.createdAt),
    Properties: { Property: [{ Name: "odps.sql.type.system.odps2", Value: "true" }] },
  };
}

/** `GET /projects`. */
export function listProjects(call: RestCall): Answer {
  const { items, marker, maxItems } = page(call, [call.project]);
  return xmlAnswer("Projects", { Marker: marker, MaxItems: maxItems, Project: items.map(() => projectFields(call)) });
}

/** `GET /projects/{p}`. */
export function getProject(call: RestCall): Answer {
  const { owner, createdAt } = call.project;
  return xmlAnswer("Project", projectFields(call), {
    "x-odps-owner": owner,
    "x-odps-creation-time": httpDate(createdAt),
    "Last-Modified": httpDate(createdAt),
  });
}

/** `GET /projects/{p}/schemas`. */
export function listSchemas(call: RestCall): Answer {
  const { items, marker, maxItems } = page(
    call,
    ["default", ...call.project.schemas].sort().map((name) => ({ name })),
  );
  return xmlAnswer("Schemas", {
    Marker: marker,
    MaxItems: maxItems,
    Schema: items.map(({ name }) => ({ Name: name, Owner: call.project.owner, Type: "MANAGED" })),
  });
}

/** `GET /projects/{p}/registration/functions`: the project has one. */
export function listFunctions(call: RestCall): Answer {
  const { items, marker, maxItems } = page(call, [{ name: "emulator_upper" }]);
  const Function = items.map(({ name }) => ({
    Alias: name,
    Owner: call.project.owner,
    CreationTime: httpDate(call.project.createdAt),
    ClassType: "com.example.Upper",
    Resources: { ResourceName: `${call.project.name}/resources/emulator.jar` },
  }));
  return xmlAnswer("Functions", { Marker: marker, MaxItems: maxItems, Function });
}

/** `GET /projects/{p}/resources`: the project has one. */
export function listResources(call: RestCall): Answer {
  const { items, marker, maxItems } = page(call, [{ name: "emulator.jar" }]);
  const Resource = items.map(({ name }) => ({
    Name: name,
    Owner: call.project.owner,
    ResourceType: "jar",
    CreationTime: httpDate(call.project.createdAt),
    LastModifiedTime: httpDate(call.project.createdAt),
    ResourceSize: 1024,
  }));
  return xmlAnswer("Resources", { Marker: marker, MaxItems: maxItems, Resource });
}

/** `POST /projects/{p}/authorization?sign_bearer_token`. */
export async function signBearerToken({ exchange }: RestCall, bearerTokens: BearerTokens): Promise<Answer> {
  const body: unknown = JSON.parse((await exchange.readBody()).toString());
  const hours =
    typeof body === "object" && body !== null && "expires_in_hours" in body ? Number(body.expires_in_hours) : 0;
  if (!(hours > 0)) throw badRequest("InvalidParameter", "ODPS-0410011: Invalid parameters - expires_in_hours");
  return xmlAnswer("Authorization", { Result: bearerTokens.issue(exchange.now() + hours * 3_600_000) });
}

/** `GET /logview/host` and `GET /webconsole/host`. */
export function hostOf(operation: "LogviewHost" | "WebConsoleHost"): Answer {
  const body = operation === "LogviewHost" ? "https://logview.emulator.example" : "";
  return { status: 200, headers: { "Content-Type": "text/plain" }, body };
}

/** `GET /projects/{p}/tunnel?service`: the tunnel is on the same port. */
export function tunnelAddress({ exchange }: RestCall): Answer {
  return { status: 200, headers: { "Content-Type": "text/plain" }, body: exchange.header("host") ?? "" };
}
