/** Turns of the microtask queue that an answer from memory may take, through any number of wrappers. */
const quickTurns = 64;

/**
 * Calls back if a promise outlives its first microtasks. What a load needs only while something else works on it (a deadline, a
 * listener) costs several times the load itself when that is answered from memory.
 */
export async function whenSlow(promise: Promise<unknown>, callback: () => void): Promise<void> {
  let settled = false;
  const settle = (): void => {
    settled = true;
  };
  Promise.resolve(promise).then(settle, settle);
  for (let turn = 0; turn < quickTurns && !settled; turn += 1) await Promise.resolve();
  if (!settled) callback();
}
