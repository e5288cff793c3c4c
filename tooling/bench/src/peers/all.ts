import { alibaba } from "./alibaba.js";
import { awsClient } from "./aws.js";
import { azureClient } from "./azure.js";
import { credport } from "./credport.js";
import { google } from "./google.js";
import type { MakeSubject } from "./subject.js";

/** Everyone whose cache can be put before an upstream in one process. */
export const allSubjects: Readonly<Record<string, MakeSubject>> = {
  "@credport": (upstream) => credport(upstream),
  "@alicloud/credentials": alibaba,
  "AWS client": awsClient,
  "google-auth-library": google,
  "Azure client": azureClient,
};

/** Those that take their time from `Date` alone: Azure's client retries on timers, which a simulation does not move. */
export const simulatedSubjects: readonly (readonly [name: string, make: MakeSubject])[] = Object.entries(
  allSubjects,
).filter(([name]) => name !== "Azure client");
