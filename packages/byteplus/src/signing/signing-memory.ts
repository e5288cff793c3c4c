import { oncePerSecond, SigningKeys } from "@credport/node";
import { formatSigningDate } from "./scope.js";
import { signingScheme } from "./signing-key.js";

/** What one client remembers between two signatures. */
export class SigningMemory {
  /** The keys used last: a stream of calls derives one once a day and once per rotation. */
  readonly keys: SigningKeys = new SigningKeys(signingScheme);
  /** An instant, in ms since the epoch, as the signature writes it. */
  readonly date: (now: number) => string = oncePerSecond((now) => formatSigningDate(new Date(now)));
}
