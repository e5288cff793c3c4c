import {
  createProvider,
  type AccessKeyCredentials,
  type Credentials,
  type CredentialsEvent,
  type CredentialsProvider,
  type ProviderOptions,
} from "@credport/core";
import type { FakeClock } from "../clock/fake-clock.js";
import { scriptedHost, type ScriptedHost } from "../host/scripted-host.js";
import { scriptedSource, type ScriptedAnswer, type ScriptedSource } from "../source/scripted-source.js";

/** A provider on a scripted source and host, with all its events so far. */
export interface TestProvider<C extends Credentials = AccessKeyCredentials> {
  readonly provider: CredentialsProvider<C>;
  readonly source: ScriptedSource<C>;
  readonly host: ScriptedHost;
  readonly clock: FakeClock;
  readonly events: readonly CredentialsEvent[];
}

/** Options of {@link testProvider}: those of `createProvider`, with a scripted host that need not be given. */
export type TestProviderOptions = Omit<ProviderOptions, "host"> & { readonly host?: ScriptedHost | undefined };

/** Makes a {@link TestProvider} whose source does what the answer says. */
export function testProvider(answer: ScriptedAnswer, options?: TestProviderOptions): TestProvider;
export function testProvider<C extends Credentials>(
  answer: ScriptedAnswer<C>,
  options?: TestProviderOptions,
): TestProvider<C>;
export function testProvider<C extends Credentials>(
  answer: ScriptedAnswer<C>,
  options: TestProviderOptions = {},
): TestProvider<C> {
  const { host = scriptedHost() } = options;
  const source = scriptedSource(answer);
  const provider = createProvider(source, { ...options, host });
  const events: CredentialsEvent[] = [];
  provider.subscribe((event) => events.push(event));
  return { provider, source, host, clock: host.clock, events };
}
