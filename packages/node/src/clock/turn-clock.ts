/** Calls of one turn that may share a reading. A loop of awaits never ends its turn, so the turn alone is no bound. */
const callsPerReading = 64;

/** So many calls read the system's clock: a program that asks for credentials once has nothing to gain from the turn's end. */
const directReadings = 16;

/**
 * A clock in milliseconds since the epoch that, after its first calls, reads the system's once per turn of the event loop, and
 * again after 64 calls.
 * Reading the system's clock costs more than everything else a cached `getCredentials()` does.
 */
export function createTurnClock(): () => number {
  let reading = 0;
  let directLeft = directReadings;
  let callsLeft = 0;
  let turnEnds = false;
  const endTurn = (): void => {
    callsLeft = 0;
    turnEnds = false;
  };
  return () => {
    if (callsLeft > 0) {
      callsLeft -= 1;
      return reading;
    }
    reading = Date.now();
    if (directLeft > 0) {
      directLeft -= 1;
      return reading;
    }
    callsLeft = callsPerReading;
    if (!turnEnds) {
      turnEnds = true;
      // Not unref'd: the loop would then sleep in its poll phase and wake with a reading of before. It ends with this turn anyway.
      setImmediate(endTurn);
    }
    return reading;
  };
}
