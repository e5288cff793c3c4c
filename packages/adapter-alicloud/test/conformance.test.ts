import { createAccessKeyCredentials, type AccessKeyCredentials } from "@credport/core";
import { adapterConformance, canary, startVerifyingService } from "@credport/testing";
import { emulatedClients, verifiedClients } from "./clients.js";

/** More than the suite rotates through. */
const issued = 40;

function issue(number: number, kind: "session" | "permanent"): AccessKeyCredentials {
  return createAccessKeyCredentials({
    accessKeyId: `${kind}${String(number)}`,
    accessKeySecret: `${canary.accessKeySecret}${String(number)}`,
    securityToken: kind === "session" ? `${canary.securityToken}${String(number)}` : undefined,
    source: "scripted",
  });
}

for (const { name, read, answer, connect } of [...emulatedClients, ...verifiedClients]) {
  adapterConformance({
    name,
    issue,
    async connect(provider) {
      const service = await startVerifyingService(read, answer);
      for (let number = 1; number <= issued; number += 1) {
        service.know(issue(number, "session"));
        service.know(issue(number, "permanent"));
      }
      const call = connect(service, provider);
      return {
        async send() {
          await call();
          const seen = service.seen.shift();
          if (seen === undefined) throw new Error("the service saw no request");
          return seen;
        },
        requests: () => service.requests,
        close: async () => {
          await service[Symbol.asyncDispose]();
        },
      };
    },
  });
}
