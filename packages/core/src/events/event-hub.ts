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
  // Wrapped, so that one function subscribed twice is two subscriptions.
  const subscriptions = new Set<{ readonly listener: (event: CredentialsEvent) => void }>();
  return {
    emit(event) {
      for (const { listener } of [...subscriptions]) {
        try {
          listener({ provider, ...event });
        } catch {
          continue;
        }
      }
    },
    subscribe(listener) {
      const subscription = { listener };
      subscriptions.add(subscription);
      return { [Symbol.dispose]: () => void subscriptions.delete(subscription) };
    },
    close: () => subscriptions.clear(),
  };
}
