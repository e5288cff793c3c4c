/** Lets something happen at most once in a number of ms. A clock that was set back counts as time passed. */
export function rateLimit(milliseconds: number): (now: number) => boolean {
  let last = -Infinity;
  return (now) => {
    if (now >= last && now - last < milliseconds) return false;
    last = now;
    return true;
  };
}
