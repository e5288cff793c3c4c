import type { CredentialsEvent } from "./credentials-event.js";

/** Hands events to listeners. */
export interface EventHub {
  emit(event: CredentialsEvent): void;
  subscribe(listener: (event: CredentialsEvent) => void): Disposable;
  /** Forgets all listeners. */
  close(): void;
}

/** Makes an {@link EventHub}. A listener that throws is its author's concern: it harms neither the others nor the load. */
export function createEventHub(): EventHub {
  // Wrapped, so that one function subscribed twice is two subscriptions.
  const subscriptions = new Set<{ readonly listener: (event: CredentialsEvent) => void }>();
  return {
    emit(event) {
      for (const { listener } of [...subscriptions]) {
        try {
          listener(event);
        } catch {
          continue;
        }
      }
    },
    subscribe(listener) {
      const subscription = { listener };
      subscriptions.add(subscription);
      return {
        [Symbol.dispose]: () => {
          subscriptions.delete(subscription);
        },
      };
    },
    close() {
      subscriptions.clear();
    },
  };
}
