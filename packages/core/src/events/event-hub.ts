import type { CredentialsEvent } from "./credentials-event.js";

type WithoutProvider<E> = E extends CredentialsEvent ? Omit<E, "provider"> : never;

/** Hands a provider's events to its listeners. */
export interface EventHub {
  /** Puts the provider's name into an event and hands it out. A listener that throws harms nobody else. */
  emit(event: WithoutProvider<CredentialsEvent>): void;
  subscribe(listener: (event: CredentialsEvent) => void): Disposable;
  /** Forgets all listeners. */
  close(): void;
}

/** Makes the {@link EventHub} of a provider. */
export function createEventHub(provider: string): EventHub {
  const subscriptions = new Map<Disposable, (event: CredentialsEvent) => void>();
  return {
    emit(event) {
      for (const listener of [...subscriptions.values()]) {
        try {
          listener({ provider, ...event });
        } catch {
          continue;
        }
      }
    },
    subscribe(listener) {
      const subscription = { [Symbol.dispose]: () => void subscriptions.delete(subscription) };
      subscriptions.set(subscription, listener);
      return subscription;
    },
    close: () => subscriptions.clear(),
  };
}
