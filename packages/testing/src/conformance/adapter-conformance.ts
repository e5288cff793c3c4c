import {
  CredentialsError,
  createAccessKeyCredentials,
  createProvider,
  type AccessKeyCredentials,
  type CredentialsProvider,
} from "@credport/core";
import { describe, expect, test } from "vitest";
import { assertNoCanary } from "../canary/assert-no-canary.js";
import { canary } from "../canary/canaries.js";
import { scriptedHost, type ScriptedHost } from "../host/scripted-host.js";
import { scriptedSource, type ScriptedSource } from "../source/scripted-source.js";

/** The credentials that the service saw in one request. */
export interface SeenCredentials {
  readonly accessKeyId: string;
  /** Empty or absent: the request carried no token. */
  readonly securityToken?: string | undefined;
}

/** A client that was given a provider, and the service it talks to. */
export interface AdapterSetup {
  /** Makes one request that is not retried by the test; tells what the service saw of it. Rejects when the request fails. */
  send(): Promise<SeenCredentials>;
  /** Requests that have reached the service. */
  requests(): number;
  /** What the adapter made, to be looked at for secrets. Leave out when it is the client itself, which holds what it was given. */
  readonly product?: unknown;
  /** Closes what the setup opened. */
  close?(): Promise<void> | void;
}

/** What {@link adapterConformance} needs to know about an adapter. */
export interface AdapterConformance {
  readonly name: string;
  /** Gives the provider to a new client with a service of its own. */
  readonly connect: (provider: CredentialsProvider) => AdapterSetup | Promise<AdapterSetup>;
  /** Makes the credentials of a number, for services that must know them beforehand. */
  readonly issue?: ((number: number, kind: "session" | "permanent") => AccessKeyCredentials) | undefined;
}

const lifetime = 3_600_000;

/** Registers the tests every adapter must pass (vitest). Call it at the top level of a test file or inside `describe`. */
export function adapterConformance(conformance: AdapterConformance): void {
  describe(`${conformance.name}: adapter conformance`, () => {
    for (const [title, check] of Object.entries(adapterChecks(conformance))) test(title, check);
  });
}

/** What {@link adapterConformance} checks, by title. Each rejects where the adapter does not keep the promise. */
export function adapterChecks({
  connect,
  issue = issueCanaries,
}: AdapterConformance): Readonly<Record<string, () => Promise<void>>> {
  async function withClient(run: (world: World) => Promise<void>): Promise<void> {
    const host = scriptedHost();
    const expiring = (number: number): AccessKeyCredentials => withExpiration(issue(number, "session"), host);
    const source = scriptedSource((_context, load) => expiring(load));
    const provider = createProvider(source, { host });
    const client = await connect(provider);
    try {
      await run({ host, source, provider, client });
    } finally {
      await client.close?.();
      await provider[Symbol.asyncDispose]();
    }
  }

  return {
    "signs each request with the provider's current credentials, across 30 rotations and without further loads": () =>
      withClient(async ({ host, source, provider, client }) => {
        for (let rotation = 1; rotation <= 30; rotation += 1) {
          expect(seen(await client.send())).toEqual(seen(issue(rotation, "session")));
          await rotate(host, provider);
          expect(source.loads).toBe(rotation + 1);
        }
      }),

    "20 concurrent first requests cost one load, and each is signed whole": () =>
      withClient(async ({ source, client }) => {
        const all = await Promise.all(Array.from({ length: 20 }, () => client.send()));
        expect(source.loads).toBe(1);
        for (const each of all) expect(seen(each)).toEqual(seen(issue(1, "session")));
      }),

    "requests in flight during a rotation carry the old pair or the new one, never a mixture": () =>
      withClient(async ({ host, provider, client }) => {
        await client.send();
        const early = Array.from({ length: 10 }, () => client.send());
        const rotation = rotate(host, provider);
        const late = Array.from({ length: 10 }, () => client.send());
        await rotation;
        const whole = [1, 2].map((number) => seen(issue(number, "session")));
        for (const each of await Promise.all([...early, ...late])) expect(whole).toContainEqual(seen(each));
      }),

    "takes permanent keys, after a session too, and then sends no token": () =>
      withClient(async ({ host, source, provider, client }) => {
        await client.send();
        source.answer(issue(2, "permanent"));
        await rotate(host, provider);
        expect(seen(await client.send())).toEqual(seen(issue(2, "permanent")));
        source.answer(withExpiration(issue(3, "session"), host));
        await rotate(host, provider);
        expect(seen(await client.send())).toEqual(seen(issue(3, "session")));
      }),

    "a failure before the first credential reaches the caller, and nothing the service": () =>
      withClient(async ({ source, client }) => {
        source.answer(outage());
        await expect(client.send()).rejects.toThrow();
        expect(client.requests()).toBe(0);
      }),

    "an expired credential that cannot be replaced is never signed with": () =>
      withClient(async ({ host, source, client }) => {
        await client.send();
        const before = client.requests();
        source.answer(outage());
        await host.clock.advance(lifetime);
        await expect(client.send()).rejects.toThrow();
        expect(client.requests()).toBe(before);
      }),

    "an invalidated credential is not used again": () =>
      withClient(async ({ provider, client }) => {
        const { accessKeyId } = await client.send();
        expect(provider.invalidate({ accessKeyId })).toBe("invalidated");
        expect(seen(await client.send())).toEqual(seen(issue(2, "session")));
      }),

    "keeps no copy: with the provider disposed nothing is sent any more": () =>
      withClient(async ({ provider, client }) => {
        await client.send();
        const before = client.requests();
        await provider[Symbol.asyncDispose]();
        await expect(client.send()).rejects.toThrow();
        expect(client.requests()).toBe(before);
      }),

    "shows no secret in what it makes, nor in its errors": () =>
      withClient(async ({ host, source, client }) => {
        await client.send();
        assertNoCanary(client.product);
        source.answer(outage());
        await host.clock.advance(lifetime);
        assertNoCanary(await client.send().catch((error: unknown) => error));
      }),
  };
}

interface World {
  readonly host: ScriptedHost;
  readonly source: ScriptedSource;
  readonly provider: CredentialsProvider;
  readonly client: AdapterSetup;
}

/** A new credential, after the interval that the engine keeps between forced loads. */
async function rotate(host: ScriptedHost, provider: CredentialsProvider): Promise<void> {
  host.clock.jump(10_000);
  await provider.getCredentials({ refresh: "force" });
}

/** Whatever else a harness or a credential holds is left out. */
function seen({ accessKeyId, securityToken = "" }: SeenCredentials): SeenCredentials {
  return { accessKeyId, securityToken };
}

function outage(): CredentialsError {
  return new CredentialsError({ code: "NETWORK", message: "The token service cannot be reached." });
}

function issueCanaries(number: number, kind: "session" | "permanent"): AccessKeyCredentials {
  return createAccessKeyCredentials({
    accessKeyId: `${kind === "session" ? "STS." : "LTAI"}adapter${String(number)}`,
    accessKeySecret: `${canary.accessKeySecret}${String(number)}`,
    securityToken: kind === "session" ? `${canary.securityToken}${String(number)}` : undefined,
    source: "scripted",
  });
}

function withExpiration(credentials: AccessKeyCredentials, host: ScriptedHost): AccessKeyCredentials {
  return createAccessKeyCredentials({
    accessKeyId: credentials.accessKeyId,
    accessKeySecret: credentials.accessKeySecret,
    securityToken: credentials.securityToken,
    expiration: host.clock.date(lifetime),
    source: "scripted",
  });
}
