import {
  CredentialsError,
  createProvider,
  isCredentialsError,
  isUnavailable,
  type AccessKeyCredentials,
  type Credentials,
  type CredentialsErrorCode,
  type CredentialsEvent,
  type CredentialsSource,
  type Host,
} from "@credport/core";
import { describe, expect, test } from "vitest";
import { assertNoCanary } from "../canary/assert-no-canary.js";
import { canaries } from "../canary/canaries.js";
import { drive } from "../clock/drive.js";
import { settle } from "../clock/settle.js";
import { documentedHost } from "../host/documented-host.js";
import { loadContext } from "../source/load-context.js";
import { ambientUse } from "./ambient-guard.js";

/** A new source and the outside it meets. */
export interface SourceSetup<C extends Credentials = AccessKeyCredentials> {
  readonly source: CredentialsSource<C>;
  readonly host: Host;
}

/** A setup whose load must fail. */
export interface FailingSetup<C extends Credentials = AccessKeyCredentials> extends SourceSetup<C> {
  /** The code of the error, where it matters. */
  readonly code?: CredentialsErrorCode | undefined;
}

type Setup<S> = () => S | Promise<S>;

/** What {@link sourceConformance} needs to know about a source. Every setup is made anew for each test. */
export interface SourceConformance<C extends Credentials = AccessKeyCredentials> {
  /** What its paths begin with. */
  readonly name: string;
  /** A source that succeeds. Plant {@link canary} values as its secrets. */
  readonly working: Setup<SourceSetup<C>>;
  /** A source that is not configured here. Leave out for one that always is. */
  readonly unconfigured?: Setup<SourceSetup<C>> | undefined;
  /** Every way in which it fails, by name. Plant canaries in answers, files and output here too. */
  readonly failing?: Readonly<Record<string, Setup<FailingSetup<C>>>> | undefined;
  /** A source whose upstream never answers. Leave out for one without an upstream. */
  readonly hanging?: Setup<SourceSetup<C>> | undefined;
  /** Secrets beyond {@link canaries} that must not show. */
  readonly secrets?: readonly string[] | undefined;
}

/** Registers the tests every source must pass (vitest). Call it at the top level of a test file or inside `describe`. */
export function sourceConformance<C extends Credentials>(conformance: SourceConformance<C>): void {
  describe(`${conformance.name}: source conformance`, () => {
    for (const [title, check] of Object.entries(sourceChecks(conformance))) test(title, check);
  });
}

/** What {@link sourceConformance} checks, by title. Each rejects where the source does not keep the promise. */
export function sourceChecks<C extends Credentials>(
  conformance: SourceConformance<C>,
): Readonly<Record<string, () => Promise<void>>> {
  const { name, working, unconfigured, failing = {}, hanging } = conformance;
  const secrets = [...canaries, ...(conformance.secrets ?? [])];
  const beginsWithName = (path: string): boolean => path === name || path.startsWith(`${name}/`);
  const checks: Record<string, () => Promise<void>> = {};

  checks["loads credentials that hide their secrets and know their source"] = async () => {
    const { source, host } = await working();
    const credentials = await loaded(source, host);
    expect(source.name).toBe(name);
    expect(credentials.identity.source).toSatisfy(beginsWithName);
    expect(credentials.identity.fingerprint).toMatch(/^[0-9a-f]{16}$/);
    expect(Object.isFrozen(credentials)).toBe(true);
    assertNoCanary(credentials, secrets);
    if (credentials.expiration !== undefined) {
      expect(credentials.expiration).toBeInstanceOf(Date);
      expect(credentials.expiration.getTime()).toBeGreaterThan(host.now());
    }
  };

  checks["loads again, independently of an earlier or a concurrent load"] = async () => {
    const { source, host } = await working();
    await loaded(source, host);
    const both = await Promise.all([loaded(source, host), loaded(source, host)]);
    expect(both.map(({ identity }) => identity.source)).toSatisfy((paths: string[]) => paths.every(beginsWithName));
  };

  checks["takes nothing from the process, everything from its host"] = async () => {
    const { source, host } = await working();
    expect(await ambientUse(() => drive(host, source.load(loadContext(host))))).toEqual([]);
  };

  checks["answers a load that was aborted before it began, or rejects, but never hangs or throws synchronously"] =
    async () => {
      const { source, host } = await working();
      const load = source.load(loadContext(host, { signal: AbortSignal.abort(stopped()) }));
      const outcome = await drive(
        host,
        load.then(
          () => undefined,
          (error: unknown) => error,
        ),
      );
      expect(outcome === undefined || isCredentialsError(outcome)).toBe(true);
    };

  checks["works under a provider, whose status and events show no secret"] = async () => {
    const { source, host } = await working();
    const events: CredentialsEvent[] = [];
    await using provider = createProvider(source, { host });
    provider.subscribe((event) => events.push(event));
    const credentials = await drive(host, provider.getCredentials());
    expect(credentials.identity.source).toSatisfy(beginsWithName);
    assertNoCanary([provider, provider.status(), events], secrets);
  };

  if (unconfigured !== undefined) {
    checks["says that it is not configured by a value, with a reason"] = async () => {
      const { source, host } = await unconfigured();
      const answer = await drive(host, source.load(loadContext(host)));
      if (!isUnavailable(answer)) throw new Error("It answered with credentials.");
      expect(answer.reason).not.toBe("");
      expect(answer.cause === undefined || isCredentialsError(answer.cause)).toBe(true);
      assertNoCanary(answer, secrets);
    };
  }

  for (const [situation, setup] of Object.entries(failing)) {
    checks[`fails with a CredentialsError that shows no secret: ${situation}`] = async () => {
      const { source, host, code } = await setup();
      const bare = await failureOf(host, () => source.load(loadContext(host)));
      assertNoCanary(bare, secrets);

      const events: CredentialsEvent[] = [];
      await using provider = createProvider(source, { host });
      provider.subscribe((event) => events.push(event));
      const error = await failureOf(host, () => provider.getCredentials());
      if (code !== undefined) expect(error.code).toBe(code);
      expect(error.source).toSatisfy(beginsWithName);
      expect(error.message).not.toBe("");
      assertNoCanary([error, provider.status(), events], secrets);
    };
  }

  if (hanging !== undefined) {
    checks["ends as soon as its signal aborts"] = async () => {
      const { source, host } = await hanging();
      const controller = new AbortController();
      let outcome: unknown;
      source.load(loadContext(host, { signal: controller.signal })).catch((error: unknown) => {
        outcome = error;
      });
      await settle();
      expect(outcome).toBeUndefined();
      controller.abort(stopped());
      for (let turn = 0; turn < 100 && outcome === undefined; turn += 1) await settle();
      expect(outcome).toSatisfy(isCredentialsError);
    };
  }
  return checks;
}

async function loaded<C extends Credentials>(source: CredentialsSource<C>, host: Host): Promise<C> {
  const answer = await drive(host, source.load(loadContext(documentedHost(host))));
  if (isUnavailable(answer)) throw new Error(`It is not configured: ${answer.reason}`);
  return answer;
}

async function failureOf(host: Host, attempt: () => Promise<unknown>): Promise<CredentialsError> {
  const outcome = await drive(
    host,
    attempt().then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
  if (!isCredentialsError(outcome)) throw new Error("It did not fail with a CredentialsError.", { cause: outcome });
  return outcome;
}

/** Why the engine would end a load. */
function stopped(): CredentialsError {
  return new CredentialsError({ code: "DISPOSED", message: "The provider was disposed." });
}
