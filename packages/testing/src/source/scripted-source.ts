import type { AccessKeyCredentials, Credentials, CredentialsSource, LoadContext, Unavailable } from "@credport/core";

/** What a scripted source does in a load: answer, throw an `Error`, or whatever a function says. `load` counts from 1. */
export type ScriptedAnswer<C extends Credentials = AccessKeyCredentials> =
  C | Unavailable | Error | ((context: LoadContext, load: number) => C | Unavailable | Promise<C | Unavailable>);

/** A source that does what the test says and keeps what it was asked. */
export interface ScriptedSource<C extends Credentials = AccessKeyCredentials> extends CredentialsSource<C> {
  /** Loads begun. */
  readonly loads: number;
  /** What each load was given. */
  readonly contexts: readonly LoadContext[];
  /** What every load does from now on. */
  answer(answer: ScriptedAnswer<C>): void;
  /** What the next load does; several are taken in order. */
  once(answer: ScriptedAnswer<C>): void;
}

/** Makes a {@link ScriptedSource}, named `scripted` unless told otherwise. */
export function scriptedSource(initial: ScriptedAnswer, name?: string): ScriptedSource;
export function scriptedSource<C extends Credentials>(initial: ScriptedAnswer<C>, name?: string): ScriptedSource<C>;
export function scriptedSource<C extends Credentials>(
  initial: ScriptedAnswer<C>,
  name = "scripted",
): ScriptedSource<C> {
  const contexts: LoadContext[] = [];
  const queue: ScriptedAnswer<C>[] = [];
  let current = initial;
  return {
    name,
    contexts,
    get loads() {
      return contexts.length;
    },
    answer(answer) {
      current = answer;
    },
    once(answer) {
      queue.push(answer);
    },
    async load(context) {
      contexts.push(context);
      const answer = queue.shift() ?? current;
      if (answer instanceof Error) throw answer;
      return typeof answer === "function" ? answer(context, contexts.length) : answer;
    },
  };
}
