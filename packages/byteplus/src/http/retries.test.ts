import type { CredentialsSource } from "@credport/core";
import { loadContext, scriptedHost } from "@credport/testing";
import { expect, test } from "vitest";
import { assumeRole } from "../sources/assume-role.js";
import { cliConfig } from "../sources/cli-config.js";
import { containerEndpoint } from "../sources/container-endpoint.js";
import { ecsRole } from "../sources/ecs-role.js";

const login = JSON.stringify({ issued_at: 1, client_id: "c", refresh_token: "r" });
const cli = JSON.stringify({ profiles: { default: { mode: "console-login", "login-session": "s" } } });

test.each<readonly [string, CredentialsSource]>([
  ["ECS role", ecsRole()],
  ["container endpoint", containerEndpoint({ url: "http://127.0.0.1/" })],
  ["AssumeRole", assumeRole({ credentials: { accessKeyId: "a", accessKeySecret: "s" }, roleTrn: "trn:iam::1:role/r" })],
  ["CLI login", cliConfig({ path: "/cli" })],
])("%s: an abort between two tries ends the load as ABORTED, with the signal's reason", async (_what, source) => {
  const host = scriptedHost({
    env: { BYTEPLUS_LOGIN_CACHE_DIRECTORY: "/logins" },
    files: { "/cli": cli, "/logins/a0f1490a20d0211c997b44bc357e1972deab8ae3.json": login },
  });
  host.onRequest(() => ({ status: 503 }));
  const controller = new AbortController();
  const reason = new Error("enough");
  const { sleep } = host;
  host.sleep = (milliseconds, options) => {
    const slept = sleep(milliseconds, options);
    controller.abort(reason);
    return slept;
  };
  await expect(source.load({ ...loadContext(host), signal: controller.signal })).rejects.toMatchObject({
    name: "CredentialsError",
    code: "ABORTED",
    cause: reason,
  });
  expect(host.requests).toHaveLength(1);
});
