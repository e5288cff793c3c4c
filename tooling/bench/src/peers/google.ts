import { OAuth2Client } from "google-auth-library";
import type { Subject } from "./subject.js";
import type { Upstream } from "./upstream.js";

/** google-auth-library's cache, before a refresh handler. */
export function googleClient(upstream: Upstream): OAuth2Client {
  const client = new OAuth2Client();
  client.refreshHandler = async () => {
    const { accessKeyId, expiration } = await upstream.load();
    return { access_token: accessKeyId, expiry_date: expiration.getTime() };
  };
  return client;
}

/** google-auth-library with a refresh handler. */
export function google(upstream: Upstream): Subject {
  const client = googleClient(upstream);
  return {
    async get() {
      const { token } = await client.getAccessToken();
      return token ?? "";
    },
  };
}
