import { exposeCredentials, type AccessKeyCredentials } from "@credport/core";
import { adapterConformance, type SeenCredentials } from "./adapter-conformance.js";

// The smallest adapter there can be: it asks for each request and keeps nothing.
adapterConformance({
  name: "reference",
  connect(provider) {
    let requests = 0;
    const receive = (credentials: AccessKeyCredentials): SeenCredentials => {
      requests += 1;
      return exposeCredentials(credentials);
    };
    const client = { send: async () => receive(await provider.getCredentials()) };
    return { send: () => client.send(), requests: () => requests, product: client };
  },
});
