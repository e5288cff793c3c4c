import {
  CredentialsError,
  chain,
  createAccessKeyCredentials,
  createBearerCredentials,
  createProvider,
  fromFunction,
  unavailable,
  type CredentialsEvent,
  type CredentialsSource,
  type GetCredentialsOptions,
  type LoadContext,
} from "@credport/core";
import { assertNoCanary, canary, drive, scriptedHost, type ScriptedHost } from "@credport/testing";
import { expect, test } from "vitest";

const lifetime = 3_600_000;
const secrets = { accessKeySecret: canary.accessKeySecret, securityToken: canary.securityToken };
const expiring = ({ host }: LoadContext, inMilliseconds = lifetime) =>
  createAccessKeyCredentials({
    ...secrets,
    accessKeyId: `STS.${String(host.now())}`,
    expiration: new Date(host.now() + inMilliseconds),
    source: "vault",
  });
const upstream = (context: LoadContext): never => {
  throw new CredentialsError({
    code: "HTTP_STATUS",
    message: "The vault answered 403.",
    httpStatus: 403,
    vendorCode: `<body>${canary.accessKeySecret}</body>`,
    requestId: `${canary.securityToken} ${String(context.host.now())}`,
  });
};

/** Succeeds until the clock has moved on, then does what the test says. */
const thenFails = (failure: (context: LoadContext) => never): CredentialsSource["load"] => {
  let loads = 0;
  return async (context) => (loads++ === 0 ? expiring(context) : failure(context));
};

interface Path {
  readonly load: CredentialsSource["load"];
  /** How far the clock moves before the call that fails. */
  readonly after?: number;
  readonly options?: GetCredentialsOptions;
}

const paths: Readonly<Record<string, Path>> = {
  "the first load fails": { load: async (context) => upstream(context) },
  "a background load fails": { load: thenFails(upstream), after: 50 * 60_000 },
  "it expires and cannot be replaced": { load: thenFails(upstream), after: lifetime },
  "a forced load fails": { load: thenFails(upstream), after: 1, options: { refresh: "force" } },
  "it is dead on arrival": { load: async (context) => expiring(context, -1) },
  "it is too short": { load: async (context) => expiring(context), options: { minTtl: 2 * lifetime } },
  "the load times out": { load: () => new Promise(() => undefined) },
  "it throws its credentials": {
    load: async (context) => {
      const thrown: unknown = expiring(context);
      throw thrown;
    },
  },
  "it throws a body": {
    load: async () => {
      const body: unknown = { body: canary.accessKeySecret };
      throw body;
    },
  },
  "it is not configured": { load: async () => unavailable("VAULT is not set") },
  "half a key": {
    load: (context) => fromFunction("vault", () => ({ ...secrets, accessKeyId: "" })).load(context),
  },
  "an expiration that is no date": {
    load: (context) =>
      fromFunction("vault", () => ({ ...secrets, accessKeyId: "id", expiration: new Date(NaN) })).load(context),
  },
};

test.each(Object.entries(paths))(
  "core.md 3, 9: no secret shows when %s",
  async (_name, { load, after = 0, options }) => {
    const host: ScriptedHost = scriptedHost();
    const events: CredentialsEvent[] = [];
    const provider = createProvider(chain("default", [{ name: "vault", load }]), { host });
    provider.subscribe((event) => events.push(event));
    const outcomes: unknown[] = [];
    for (const wait of [0, after]) {
      await host.clock.advance(wait);
      outcomes.push(
        await drive(
          host,
          provider.getCredentials(options).catch((error: unknown) => error),
        ),
      );
    }
    assertNoCanary([outcomes, events, provider.status(), provider]);
    await provider[Symbol.asyncDispose]();
    outcomes.push(await provider.getCredentials().catch((error: unknown) => error));
    assertNoCanary([outcomes, events, provider.status(), provider]);
    expect(outcomes).toHaveLength(3);
  },
);

test("core.md 3, 9: nor in the events of rotation, invalidation and bearer tokens", async () => {
  const host = scriptedHost();
  const events: CredentialsEvent[] = [];
  const provider = createProvider({ name: "vault", load: async (context) => expiring(context) }, { host });
  provider.subscribe((event) => events.push(event));
  provider.invalidate(await provider.getCredentials());
  await host.clock.advance(1);
  await provider.getCredentials();
  const bearer = createBearerCredentials({ bearerToken: canary.bearerToken, source: "bearer" });
  const tokens = createProvider({ name: "bearer", load: async () => bearer }, { host });
  tokens.subscribe((event) => events.push(event));
  await tokens.getCredentials();
  expect(events.map(({ type }) => type)).toEqual(["rotated", "invalidated", "rotated", "rotated"]);
  assertNoCanary([events, provider, provider.status(), tokens, tokens.status()]);
});
