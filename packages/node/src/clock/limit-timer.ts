/** The longest delay `setTimeout` takes, in ms; anything above fires at once. */
const longestTimer = 2 ** 31 - 1;

/** `setTimeout` for a limit, in ms: one that is too long for a timer, `Infinity` included, is as good as none. */
export function limitTimer(reached: () => void, limit: number): NodeJS.Timeout {
  return setTimeout(reached, Math.min(limit, longestTimer));
}
