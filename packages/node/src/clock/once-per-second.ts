/** What `make` gives for an instant, in ms since the epoch, made once for each second: signatures of a second bear the same date. */
export function oncePerSecond<T>(make: (time: number) => T): (time: number) => T {
  let last: { readonly second: number; readonly made: T } | undefined;
  return (time) => {
    const second = Math.floor(time / 1_000);
    if (last?.second !== second) last = { second, made: make(time) };
    return last.made;
  };
}
